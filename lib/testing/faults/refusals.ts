import { badRequest, crash, Refusal } from '../../rules/refusal';
import type { Caller } from '../auth/authenticate';
import { authMessages } from '../auth/messages';
import { authError } from '../http/errors';
import { dailyLimit, dailyLimited, rateLimited } from '../limits/limits';
import type { Channel } from '../world/world';
import type { Fault } from './fault';

/** The refusal by which a fault takes the place of Notify's own answer; undefined when the fault is of another kind. */
export function refusalFor(fault: Fault, { service, key }: Caller, channel: Channel): Refusal | undefined {
  switch (fault.kind) {
    case 'server error':
      return crash(fault.error ?? 'OperationalError');
    case 'time limit':
      return new Refusal(504, [{ error: 'SoftEventletTimeout', message: 'Timeout serving request' }]);
    case 'rate limit':
      return rateLimited(service, key.type);
    case 'daily limit': {
      const what = fault.of ?? channel;
      return dailyLimited(what, dailyLimit(service, key.type, what));
    }
    case 'forbidden':
      return forbidden(fault.reason);
    default:
      return undefined;
  }
}

function forbidden(reason: Extract<Fault, { kind: 'forbidden' }>['reason']): Refusal {
  if (reason === 'letters with a team key') return badRequest('Cannot send letters with a team api key', 403);
  if (reason === 'letters in trial mode') return badRequest('Cannot send letters when service is in trial mode', 403);
  return authError(authMessages[reason], reason === 'no token' || reason === 'not bearer' ? 401 : 403);
}
