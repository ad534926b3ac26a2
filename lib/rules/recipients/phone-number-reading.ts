import type * as Library from 'google-libphonenumber';
import type { PhoneNumber, PhoneNumberType, PhoneNumberUtil } from 'google-libphonenumber';
import type { PhoneNumberError } from './phone-number-error';

const allowedCharacters = /^[0-9()+\- \t\n\r\v\f\u00a0\u202f\u180e\u200b-\u200d\u2060\ufeff\u2028\u2029]*$/;

interface PhoneNumbers {
  readonly library: typeof Library;
  readonly util: PhoneNumberUtil;
}

let loaded: PhoneNumbers | undefined;

/** The phone number metadata, half a megabyte of it: loaded when the first number is checked, not at start-up. */
export function phoneNumbers(): PhoneNumbers {
  if (!loaded) {
    const library: PhoneNumbers['library'] = require('google-libphonenumber');
    loaded = { library, util: library.PhoneNumberUtil.getInstance() };
  }
  return loaded;
}

/** A number of a kind that Notify writes to. Its type is stored, because it costs most to find. */
export interface PhoneNumberReading {
  readonly number: PhoneNumber;
  readonly type: PhoneNumberType;
}

/** One reading of a text as a phone number, or what is wrong with it. */
export function readPhoneNumber(text: string): PhoneNumberReading | PhoneNumberError {
  if (!allowedCharacters.test(text)) return 'unknown_character';
  if (text === '') return 'too_short';
  const number = parse(text, 'GB');
  if (!number) return 'invalid_number';
  const possible = asPossible(number, text);
  if (typeof possible === 'string') return possible;
  // Only a valid number has a type, so asking for the type asks for validity too.
  const type = phoneNumbers().util.getNumberType(possible);
  return isAllowedType(type) || isTelevisionNumber(possible) ? { number: possible, type } : 'invalid_number';
}

function parse(text: string, region?: string): PhoneNumber | undefined {
  try {
    return phoneNumbers().util.parse(text, region);
  } catch {
    return undefined;
  }
}

/** The number, or else the same digits read as an international number that lost its plus, or else what is wrong. */
function asPossible(number: PhoneNumber, text: string): PhoneNumber | PhoneNumberError {
  const { library, util } = phoneNumbers();
  const results = library.PhoneNumberUtil.ValidationResult;
  const result = util.isPossibleNumberWithReason(number);
  if (result === results.IS_POSSIBLE) return number;
  const international = parse(`+${text}`);
  if (international && util.isPossibleNumber(international)) return international;
  if (result === results.TOO_LONG) return 'too_long';
  if (result === results.TOO_SHORT || result === results.IS_POSSIBLE_LOCAL_ONLY) return 'too_short';
  return result === results.INVALID_COUNTRY_CODE ? 'unsupported_country_code' : 'invalid_number';
}

function isAllowedType(type: PhoneNumberType): boolean {
  const { MOBILE, PERSONAL_NUMBER } = phoneNumbers().library.PhoneNumberType;
  return isLandlineType(type) || type === MOBILE || type === PERSONAL_NUMBER;
}

/** Whether a type of libphonenumber's is one that Notify takes for a landline. */
export function isLandlineType(type: PhoneNumberType): boolean {
  const { FIXED_LINE, FIXED_LINE_OR_MOBILE, UAN } = phoneNumbers().library.PhoneNumberType;
  return type === FIXED_LINE || type === FIXED_LINE_OR_MOBILE || type === UAN;
}

/** The numbers Ofcom keeps for film and television, and with them, as at Notify, every other that starts with 7700. */
export function isTelevisionNumber(number: PhoneNumber): boolean {
  return /^7700\d/.test(String(number.getNationalNumberOrDefault()));
}
