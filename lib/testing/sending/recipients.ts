import { checkEmailAddress, checkPhoneNumber } from '../../rules/recipients/check-recipient';
import { badRequest } from '../../rules/refusal';
import type { Caller } from '../auth/authenticate';

/**
 * Refuses a recipient that the key, or a service in trial mode, may not send to.
 *
 * @param normalised the number or address as `normalise` gives it
 */
export function checkMaySendTo({ service, key }: Caller, normalised: string): void {
  if (key.type === 'test' || (key.type === 'live' && !service.trial)) return;
  if ([...service.team, ...service.guestList].some((listed) => normalise(listed) === normalised)) return;
  if (key.type === 'team') throw badRequest('Can’t send to this recipient using a team-only API key');
  throw badRequest(
    'Can’t send to this recipient when service is in trial mode – see https://www.notifications.service.gov.uk/trial-mode',
  );
}

/** How Notify compares email addresses and phone numbers. What is neither stays as it is. */
function normalise(recipient: string): string {
  const checked = recipient.includes('@') ? checkEmailAddress(recipient) : checkPhoneNumber(recipient);
  return checked.valid ? checked.normalised : recipient;
}
