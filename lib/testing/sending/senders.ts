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

/** Refuses a reply-to address the service does not have. */
export function checkReplyTo(service: CompleteService, id: unknown): void {
  checkDatabaseTakes(id);
  const known = service.emailReplyTos.some((replyTo) => replyTo.id === parseUuid(id) && !replyTo.archived);
  if (id !== undefined && !known) throw unknown('email_reply_to_id', id, service);
}

function shown(sender: string): string {
  if (!/[0-9]{5}/.test(sender)) return sender;
  const checked = checkPhoneNumber(sender);
  return checked.valid ? checked.normalised : sender;
}

function unknown(field: string, id: unknown, service: CompleteService): Error {
  return badRequest(`${field} ${String(id)} does not exist in database for service id ${service.id}`);
}
