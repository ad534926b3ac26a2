/** Names beyond these are not shown, nor what is longer. */
const mostShown = 20;
const longestShown = 50;

const separators = [
  { mark: ';', name: 'semicolons' },
  { mark: '\t', name: 'tabs' },
  { mark: '|', name: 'vertical bars' },
] as const;

/**
 * What stands in the first row of a spreadsheet that lacks names, for an error. Where it is no row of names but the first
 * row of values nothing of it is shown, because it may be about a person.
 * @param known how many of the names that it should have are among these
 */
export function foundIn(header: readonly string[], known: (names: readonly string[]) => number): string {
  const names = header.filter(Boolean);
  if (names.some(isOfPerson)) return 'the first row has values, not names; add a row with the names above it';
  const shown = names.slice(0, mostShown).map((name) => `"${shorten(name)}"`);
  const others = names.length > mostShown ? [`${names.length - mostShown} more`] : [];
  const separator = separators.find(({ mark }) => {
    const parts = header.flatMap((name) => name.split(mark).map(unquoted));
    return parts.length > header.length && (header.length === 1 || known(parts) > known(header));
  });
  const found = `the first row has ${[...shown, ...others].join(', ')}`;
  return separator === undefined
    ? found
    : `${found}, which looks like names separated by ${separator.name}; ${adviceOn(separator.mark)}`;
}

/** A digit or two is in many a name; an email address, a phone number, a date or a postcode is none. */
const isOfPerson = (name: string): boolean =>
  name.includes('@') || name.replaceAll(/\D/g, '').length > 5 || /\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}\b/i.test(name);

/** A name on one line. A line break in it is shown, because the name would look like that which is missing. */
const shorten = (name: string): string => {
  const line = name.replaceAll(/\s*[\r\n]\s*/g, '[line break]').replaceAll(/\s+/g, ' ');
  return line.length > longestShown ? `${line.slice(0, longestShown)}…` : line;
};

const unquoted = (name: string): string => name.trim().replace(/^"(.*)"$/s, '$1');

const adviceOn = (mark: string): string =>
  mark === '\t'
    ? 'save the file as "CSV UTF-8", with commas'
    : `save the file as "CSV UTF-8", with commas, or add a line sep=${mark} above them`;
