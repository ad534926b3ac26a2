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
