/** What only pages on GOV.UK may show, or what would be fetched from elsewhere. */
const leftovers = /@font-face|GDS Transport|crest|url\(/i;

/**
 * The GOV.UK Design System's styles without GOV.UK's font and crest, which are for GOV.UK only.
 *
 * @throws Error when something of them is left
 */
export function unbranded(css: string): string {
  const plain = css
    .replace(/\/\*.*?\*\//gs, '')
    .replace(/@font-face\s*\{[^}]*\}/g, '')
    .replaceAll(/["']?GDS Transport["']?,\s*/g, '')
    .replaceAll(/[\w-]+:url\([^)]*\)[^;}]*;?/g, '')
    .trim();
  const left = leftovers.exec(plain);
  if (left) throw new Error(`the styles still have ${left[0]} in them: see what govuk-frontend has changed`);
  return plain;
}
