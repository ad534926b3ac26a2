import { phoneNumbers } from './phone-number-reading';

/**
 * The country of a number that Notify takes, by ISO 3166-1: `JE`, `GG` and `IM` for the crown dependencies, and `GB` for the
 * numbers that Ofcom keeps for television.
 *
 * @param normalised E.164 without the plus, as `checkPhoneNumber` gives it
 * @example countryOf('447900900123') // 'GB'
 */
export function countryOf(normalised: string): string | undefined {
  const { util } = phoneNumbers();
  const number = util.parse(`+${normalised}`);
  const region =
    util.getRegionCodeForNumber(number) ?? util.getRegionCodeForCountryCode(number.getCountryCodeOrDefault());
  return region && /^[A-Z]{2}$/.test(region) && region !== 'ZZ' ? region : undefined;
}

/** Whether there are phone numbers of a country by that code of ISO 3166-1, in capitals. */
export const hasPhoneNumbers = (country: string): boolean =>
  (phoneNumbers().util.getSupportedRegions() as readonly string[]).includes(country);
