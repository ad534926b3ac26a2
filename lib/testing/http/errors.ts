import { Refusal } from '../../rules/refusal';
import { isDatabaseUuid } from '../../rules/schema/uuid';
import { jsonReply, type Reply } from './answer';

export function authError(message: string, status = 403): Refusal {
  return new Refusal(status, [{ error: 'AuthError', message }]);
}

export function notFound(error: 'NoResultFound' | 'DataError' = 'NoResultFound'): Refusal {
  return new Refusal(404, [{ error, message: 'No result found' }]);
}

/** Refuses an id that is a UUID to Notify and none to its database. */
export function checkDatabaseTakes(id: unknown): void {
  if (typeof id === 'string' && !isDatabaseUuid(id)) throw notFound('DataError');
}

/** The envelope of the v2 endpoints. */
export function refusalReply({ status, errors }: Refusal): Reply {
  const error = errors[0]?.error;
  return { ...jsonReply(status, { status_code: status, errors }), ...(error === undefined ? {} : { error }) };
}

/** The older envelope, of everything that is no v2 endpoint. */
export function oldEnvelope(status: number, message: unknown): Reply {
  return jsonReply(status, { result: 'error', message });
}
