/** Why Notify refuses a phone number. */
export type PhoneNumberError =
  'too_short' | 'too_long' | 'unknown_character' | 'unsupported_country_code' | 'invalid_number' | 'not_a_uk_mobile';

/** Notify's own texts. Its schema check puts `phone_number ` in front of them. */
export const phoneNumberMessages: Record<PhoneNumberError, string> = {
  too_short: 'Not enough digits',
  too_long: 'Too many digits',
  unknown_character: 'Must not contain letters or symbols',
  unsupported_country_code: 'Not a valid country prefix',
  invalid_number: 'Number is not valid – double check the phone number you entered',
  not_a_uk_mobile: 'Not a UK mobile number',
};

export type PhoneNumberCheck =
  | {
      valid: true;
      /** E.164 without the plus. */
      normalised: string;
      international: boolean;
      crownDependency: boolean;
      ukLandline: boolean;
      /** The prefix of Notify's price table the number is billed by. */
      countryPrefix: string;
      /** How many times the price of a UK text message one fragment costs. */
      rateMultiplier: number;
      /** Whether the country's networks say that a text message was delivered. */
      reportsDelivery: boolean;
    }
  | { valid: false; error: PhoneNumberError; message: string };

export function checkPhoneNumber(input: string): PhoneNumberCheck {
  throw new Error(`the phone number rules are not written yet: ${input.length} characters given`);
}
