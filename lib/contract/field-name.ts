const longest = 64;
/** What a name does not hold and an address or a number does. */
const addressOrNumber = /@|(?:\d[\s().+-]*){6}/;

/**
 * A field's name as it may be shown, kept and logged. It comes from the writer of the message or the template, who may have
 * put an address or a number where a name goes.
 */
export function showName(name: string): string {
  if (addressOrNumber.test(name)) return '(a name that is not shown)';
  const short = name.length > longest ? `${name.slice(0, longest)}…` : name;
  // Whole characters only, because it may go into a record, and none that breaks a line.
  return short.replace(/[\p{Surrogate}\p{Cc}]/gu, '\u{fffd}');
}
