/**
 * The moment an ISO 8601 text names, in milliseconds since the epoch, as Notify reads it: a year is enough, and a time
 * zone is dropped, not converted. Undefined when the text is no such date.
 */
export function parseIso8601(text: string): number | undefined {
  const groups = pattern.exec(text)?.groups;
  if (groups === undefined) return undefined;
  const [year, month, day, hour, minute, second] = [
    Number(groups['year']),
    Number(groups['month'] ?? groups['shortMonth'] ?? 1),
    Number(groups['day'] ?? groups['shortDay'] ?? 1),
    Number(groups['hour'] ?? 0),
    Number(groups['minute'] ?? 0),
    Number(groups['second'] ?? 0),
  ];
  const fraction = Math.floor(Number(`0.${groups['fraction'] ?? 0}`) * 1000);
  const date = new Date(Date.UTC(2000, month - 1, day, hour, minute, second, fraction));
  date.setUTCFullYear(year, month - 1, day);
  const real =
    year > 0 &&
    date.getUTCMonth() === month - 1 &&
    date.getUTCDate() === day &&
    hour < 24 &&
    minute < 60 &&
    second < 60;
  return real && hasRealOffset(groups) ? date.getTime() : undefined;
}

const pattern = new RegExp(
  [
    '^(?<year>[0-9]{4})',
    '(?:(?:-(?<shortMonth>[0-9]{1,2})|(?<month>[0-9]{2})(?!$))',
    '(?:(?:-(?<shortDay>[0-9]{1,2})|(?<day>[0-9]{2}))',
    '(?:[ T](?<hour>[0-9]{2})(?::?(?<minute>[0-9]{2}))?(?::?(?<second>[0-9]{1,2})(?:[.,](?<fraction>[0-9]+))?)?',
    '(?:Z|[+-](?<zoneHour>[0-9]{2}):?(?<zoneMinute>[0-9]{2})?)?',
    // As in Python, the end may be before a last line break.
    ')?)?)?\\n?$',
  ].join(''),
);

function hasRealOffset({ zoneHour = '0', zoneMinute = '0' }: Record<string, string | undefined>): boolean {
  return Number(zoneHour) * 60 + Number(zoneMinute) < 24 * 60;
}
