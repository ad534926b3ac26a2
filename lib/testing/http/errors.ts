import { jsonReply, type Reply } from './answer';

/** One entry of the `errors` list. A QR code error has more properties than the two. */
export interface ErrorEntry {
  readonly error: string;
  readonly message: string;
  readonly [property: string]: unknown;
}

/** Thrown wherever Notify says no; the application turns it into the answer. */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  constructor(
    readonly status: number,
    readonly errors: readonly ErrorEntry[],
  ) {
    super(errors[0]?.error);
  }
}

export function badRequest(message: string, status = 400): Refusal {
  return new Refusal(status, [{ error: 'BadRequestError', message }]);
}

export function validationError(messages: readonly string[]): Refusal {
  return new Refusal(
    400,
    [...new Set(messages)].map((message) => ({ error: 'ValidationError', message })),
  );
}

export function authError(message: string, status = 403): Refusal {
  return new Refusal(status, [{ error: 'AuthError', message }]);
}

export function notFound(error: 'NoResultFound' | 'DataError' = 'NoResultFound'): Refusal {
  return new Refusal(404, [{ error, message: 'No result found' }]);
}

/** What Notify answers when its own code falls over, by the name of the Python exception. */
export function crash(error: string): Refusal {
  return new Refusal(500, [{ error, message: 'Internal server error' }]);
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
