import { checkPhoneNumber } from '../../rules/recipients/check-recipient';
import { badRequest } from '../../rules/refusal';
import { parseUuid } from '../../rules/schema/uuid';
import { checkDatabaseTakes } from '../http/errors';
import type { CompleteService } from '../world/complete-world';

/** The sender of a text: the one asked for or the default. One that looks like a phone number is normalised. */
export function smsSender(service: CompleteService, id: unknown): string {
  if (id === undefined) return shown(service.smsSenders.find(({ isDefault }) => isDefault)?.sender ?? 'GOVUK');
  checkDatabaseTakes(id);
  const found = service.smsSenders.find((candidate) => candidate.id === parseUuid(id) && !candidate.archived);
  if (found === undefined) throw unknown('sms_sender_id', id, service);
  return shown(found.sender);
}

/** The reply-to address: the one asked for or the first; null where the service has none. Refuses one it does not have. */
export function replyToAddress(service: CompleteService, id: unknown): string | null {
  checkDatabaseTakes(id);
  const usable = service.emailReplyTos.filter((replyTo) => !replyTo.archived);
  if (id === undefined) return usable[0]?.emailAddress ?? null;
  const found = usable.find((replyTo) => replyTo.id === parseUuid(id));
  if (found === undefined) throw unknown('email_reply_to_id', id, service);
  return found.emailAddress;
}

function shown(sender: string): string {
  if (!/[0-9]{5}/.test(sender)) return sender;
  const checked = checkPhoneNumber(sender);
  return checked.valid ? checked.normalised : sender;
}

function unknown(field: string, id: unknown, service: CompleteService): Error {
  return badRequest(`${field} ${String(id)} does not exist in database for service id ${service.id}`);
}
