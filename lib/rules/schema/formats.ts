import { checkEmailAddress, checkPhoneNumber } from '../recipients/check-recipient';
import { asciiDigits } from '../python/digits';
import { strip } from '../python/whitespace';
import { isHttpsUrl } from './https-url';
import { parseIso8601 } from './iso8601';
import type { Format } from './schema';
import { parseUuid } from './uuid';
import { day } from '../../contract/time';

export const phoneNumber: Format = (text) => {
  const checked = checkPhoneNumber(text);
  return checked.valid ? undefined : checked.message;
};

export const emailAddress: Format = (text) => {
  const checked = checkEmailAddress(text);
  return checked.valid ? undefined : checked.message;
};

export const uuid: Format = (text) => (parseUuid(text) === undefined ? 'is not a UUID' : undefined);

export const httpsUrl: Format = (text) => (isHttpsUrl(text) ? undefined : 'is not a URL');

export const postage: Format = (text) =>
  ['first', 'second', 'economy'].includes(text) ? undefined : 'invalid. It must be either first, second or economy.';

/** Notify checks the date with care, and then sends at once. */
export const withinNextDay: Format = (text, now) => {
  const date = parseIso8601(text);
  if (date === undefined) {
    return 'datetime format is invalid. It must be a valid ISO8601 date time format, https://en.wikipedia.org/wiki/ISO_8601';
  }
  if (date < now) return 'datetime can not be in the past';
  return date > now + day ? 'datetime can only be 24 hours in the future' : undefined;
};

export const fileName: Format = (text) =>
  text.includes('.') ? undefined : '`filename` must end with a file extension. For example, filename.csv';

export const retentionPeriod: Format = (text) => {
  const digits = /^(\p{Nd}+) weeks?$/iu.exec(strip(text))?.[1];
  const weeks = Number(digits === undefined ? 0 : asciiDigits(digits));
  return weeks >= 1 && weeks <= 78 ? undefined : 'is not 1 to 78 weeks';
};
