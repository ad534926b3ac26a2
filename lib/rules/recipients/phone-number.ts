import type { PhoneNumber } from 'google-libphonenumber';
import { forceAscii } from './ascii';
import { phoneNumberMessages, type PhoneNumberError } from './phone-number-error';
import {
  isLandlineType,
  isTelevisionNumber,
  type PhoneNumberReading,
  phoneNumbers,
  readPhoneNumber,
} from './phone-number-reading';
import { type TextMessageRate, textMessageRates } from './text-message-rates';

export { phoneNumberMessages, type PhoneNumberError };

/** What Notify makes of a phone number. */
export type PhoneNumberCheck =
  | {
      valid: true;
      /** E.164 without the plus. */
      normalised: string;
      /** Outside Great Britain and Northern Ireland; the crown dependencies count as outside. */
      international: boolean;
      crownDependency: boolean;
      /** A +44 fixed line or 03 number: a service needs a permission to write to it. */
      ukLandline: boolean;
      /** The prefix of Notify's price list that the number is billed by. */
      countryPrefix: string;
      /** How many times the price of a UK text message one fragment costs. */
      rateMultiplier: number;
      /** Whether the country's networks say that a text message was delivered. */
      reportsDelivery: boolean;
    }
  | { valid: false; error: PhoneNumberError; message: string };

const uk = 44;
const northAmerica = 1;

/**
 * Checks a phone number as Notify's v2 API does before it looks at what the service may send: landlines and every
 * country in its price list pass. What is wrong with a number can surprise, because Notify tries a second reading
 * before it gives up: a UK mobile number one digit too long is read as a Russian one.
 *
 * @param input the number as the caller wrote it
 * @example checkPhoneNumber('07900 900 123') // { valid: true, normalised: '447900900123', … }
 */
export function checkPhoneNumber(input: string): PhoneNumberCheck {
  let reading = readPhoneNumber(input);
  if (typeof reading === 'string') reading = readPhoneNumber(forceAscii(input.replaceAll('+', '').replace(/^0+/, '')));
  if (typeof reading === 'string') return refused(reading);
  const normalised = normalise(reading.number);
  const rate = rateOf(reading.number, normalised);
  return rate ? accepted(reading, normalised, rate) : refused('unsupported_country_code');
}

function refused(error: PhoneNumberError): PhoneNumberCheck {
  return { valid: false, error, message: phoneNumberMessages[error] };
}

function accepted({ number, type }: PhoneNumberReading, normalised: string, rate: TextMessageRate): PhoneNumberCheck {
  const isUk = number.getCountryCodeOrDefault() === uk;
  const television = isTelevisionNumber(number);
  const crownDependency = isUk && !television && phoneNumbers().util.getRegionCodeForNumber(number) !== 'GB';
  return {
    valid: true,
    normalised,
    international: crownDependency || (!isUk && !television),
    crownDependency,
    ukLandline: isUk && isLandlineType(type),
    countryPrefix: rate.prefix,
    rateMultiplier: isUk && !crownDependency ? 1 : rate.multiplier,
    reportsDelivery: rate.reportsDelivery,
  };
}

function normalise(number: PhoneNumber): string {
  const { library, util } = phoneNumbers();
  return util.format(number, library.PhoneNumberFormat.E164).slice(1);
}

/** Some countries that share +1 have a price of their own, found by their area code. */
function rateOf(number: PhoneNumber, normalised: string): TextMessageRate | undefined {
  const code = number.getCountryCodeOrDefault();
  const area = code === northAmerica ? textMessageRates.get(normalised.slice(0, 4)) : undefined;
  return area ?? textMessageRates.get(String(code));
}
