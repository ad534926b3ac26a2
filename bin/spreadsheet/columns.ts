import type { Template } from '../../lib/notify';
import { looseKey, placeholdersOf } from '../../lib/rules/templates/placeholders';
import { addressKeys } from '../../lib/templates/fields';
import { templateText } from '../../lib/templates/template-text';
import { foundIn } from './header';

/** Which columns of a spreadsheet hold what a template needs. Columns that it does not need are passed over. */
export interface Columns {
  /** How many there are. */
  readonly count: number;
  /** The recipient's. A letter has none: its address is among the values. */
  readonly recipient: number | undefined;
  /** The columns of each value of the personalisation: more than one where a name stands over several. */
  readonly values: ReadonlyMap<string, readonly number[]>;
  /** The column with a name of each row's own. */
  readonly key: number | undefined;
}

const recipients = { email: 'email address', sms: 'phone number', letter: undefined } as const;

/**
 * Matches the names over the columns with a template's placeholders as Notify does: case, spaces, underscores and
 * hyphens do not count.
 * @param keyColumn the name of the column with a name of each row's own, if there is one
 * @param unused columns that do not count
 * @throws Error that names what is missing, or is there twice
 */
export function matchColumns(
  header: readonly string[],
  template: Template,
  keyColumn?: string,
  unused: ReadonlySet<number> = new Set(),
): Columns {
  const places = placesOf(header);
  const find = (name: string): readonly number[] =>
    (places.get(keyOf(name)) ?? []).filter((place) => !unused.has(place));
  const recipient = recipients[template.type];
  const placeholders = placeholdersOf(templateText(template));
  const needed = [recipient, ...placeholders].filter((name) => name !== undefined);
  const found = (): string =>
    foundIn(header, (names) => needed.filter((name) => placesOf(names).has(keyOf(name))).length);

  if (keyColumn !== undefined && find(keyColumn).length === 0) {
    throw new Error(`the spreadsheet has no column "${keyColumn}", which --key-column asks for; ${found()}`);
  }
  const missing = needed.filter((name) => find(name).length === 0);
  if (missing.length > 0) {
    throw new Error(
      `the spreadsheet has no column ${listed(missing)}; the template needs ${listed(needed)}; ${found()}`,
    );
  }
  const lines = template.type === 'letter' ? [...addressKeys.values()].filter((key) => find(key).length > 0) : [];
  if (template.type === 'letter' && lines.length < 3) {
    throw new Error(
      `the spreadsheet has no address; add the columns address line 1, address line 2 and postcode; ${found()}`,
    );
  }
  const twice = [recipient, keyColumn, ...lines].find((name) => name !== undefined && find(name).length > 1);
  if (twice !== undefined) throw new Error(`the spreadsheet has two columns "${twice}"; delete one`);

  const names = placeholders.filter((name) => !lines.some((line) => keyOf(line) === keyOf(name)));
  return {
    count: header.length,
    recipient: recipient && find(recipient)[0],
    values: new Map([...lines, ...names].map((name) => [name, find(name)])),
    key: keyColumn === undefined ? undefined : find(keyColumn)[0],
  };
}

/** The columns of each name that stands over several. */
export const repeatedColumns = (header: readonly string[]): readonly (readonly number[])[] =>
  [...placesOf(header)].filter(([name, places]) => name !== '' && places.length > 1).map(([, places]) => places);

/** The name of a column as names are compared. What nobody sees in it does not count either. */
const keyOf = (name: string): string =>
  looseKey(name.replaceAll(/\p{Default_Ignorable_Code_Point}/gu, '').replaceAll(/\p{Zs}/gu, ' '));

function placesOf(header: readonly string[]): ReadonlyMap<string, readonly number[]> {
  const places = new Map<string, number[]>();
  for (const [place, name] of header.entries()) {
    const key = keyOf(name);
    places.set(key, [...(places.get(key) ?? []), place]);
  }
  return places;
}

const listed = (names: readonly string[]): string => [...new Set(names)].map((name) => `"${name}"`).join(', ');
