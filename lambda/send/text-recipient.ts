import { checkPhoneNumber } from '../../lib/rules/recipients/check-recipient';
import { countryOf } from '../../lib/rules/recipients/phone-number-country';

/** What a limit has to know of a phone number. */
export interface TextRecipient {
  /** As Notify reads it: E.164 without the plus. */
  readonly number: string;
  /** By ISO 3166-1. `undefined`: of no country, such as a satellite phone. */
  readonly country: string | undefined;
  /** How many fragments to the UK one to this number costs. */
  readonly rateMultiplier: number;
}

/** Reads a phone number as Notify does. `undefined`: Notify refuses it. */
export function readTextRecipient(phoneNumber: string): TextRecipient | undefined {
  const checked = checkPhoneNumber(phoneNumber);
  if (!checked.valid) return undefined;
  const { normalised: number, rateMultiplier } = checked;
  return { number, country: countryOf(number), rateMultiplier };
}
