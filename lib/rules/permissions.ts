import type { PhoneNumberCheck } from './recipients/phone-number';
import { badRequest, Refusal } from './refusal';

/** What a service may do. */
export type Permission =
  'email' | 'sms' | 'letter' | 'international_sms' | 'international_letters' | 'sms_to_uk_landlines';

type Phone = Extract<PhoneNumberCheck, { valid: true }>;

const plural = { sms: 'text messages', email: 'emails', letter: 'letters' } as const;

/** Refuses a channel that the service does not have. */
export function checkPermission(permissions: readonly Permission[], channel: keyof typeof plural): void {
  if (!permissions.includes(channel)) throw badRequest(`Service is not allowed to send ${plural[channel]}`);
}

/** Refuses a number of a kind that the service may not send to. */
export function checkNumber(permissions: readonly Permission[], phone: Phone): void {
  if (phone.ukLandline && !permissions.includes('sms_to_uk_landlines')) {
    throw new Refusal(400, [{ error: 'InvalidPhoneError', message: 'Not a UK mobile number' }]);
  }
  if (isAbroad(phone) && !permissions.includes('international_sms')) {
    throw badRequest('Cannot send to international mobile numbers');
  }
}

/** Crown dependencies are billed as international, but are +44 like the rest of the country. */
export function isAbroad({ countryPrefix }: Phone): boolean {
  return countryPrefix !== '44';
}
