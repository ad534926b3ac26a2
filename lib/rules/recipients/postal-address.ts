export type PostalAddressCheck =
  | {
      valid: true;
      lines: string[];
      international: boolean;
      bfpo: boolean;
      /** The postage the country forces; null where the template's own postage holds. */
      postage: 'europe' | 'rest-of-world' | null;
      /** The country's canonical name; null within the UK. */
      country: string | null;
    }
  | { valid: false; message: string };

export function checkPostalAddress(
  personalisation: Readonly<Record<string, unknown>>,
  options: { allowInternational: boolean },
): PostalAddressCheck {
  throw new Error(
    `the address rules are not written yet: ${Object.keys(personalisation).length} values given, international letters ${options.allowInternational}`,
  );
}
