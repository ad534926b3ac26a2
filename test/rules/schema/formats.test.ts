import { retentionPeriod, withinNextDay } from '../../../lib/rules/schema/formats';
import { isHttpsUrl } from '../../../lib/rules/schema/https-url';
import { parseIso8601 } from '../../../lib/rules/schema/iso8601';
import { isDatabaseUuid, parseUuid } from '../../../lib/rules/schema/uuid';

// Every row was checked against the Python libraries that Notify uses.
test.each([
  ['2026-01-01', '2026-01-01T00:00:00.000Z'],
  ['2026-W48-7', '2026-11-29T00:00:00.000Z'],
  ['2026-W48-7T12:18', '2026-11-29T12:18:00.000Z'],
  ['2026W487', '2026-11-29T00:00:00.000Z'],
  ['2026-W48', '2026-11-23T00:00:00.000Z'],
  ['2026-W53-1', '2026-12-28T00:00:00.000Z'],
  ['2026-01-01T10:00:457Z', '2026-01-01T10:00:45.000Z'],
  ['2026-01-01T10:00.25', '2026-01-01T10:00:00.250Z'],
  ['2026-01-01é10:00', '2026-01-01T10:00:00.000Z'],
  ['2026-01-01T1000+0130', '2026-01-01T10:00:00.000Z'],
  ['20260101', '2026-01-01T00:00:00.000Z'],
  ['2026-01-01 10:00', '2026-01-01T10:00:00.000Z'],
  ['2026-01-01T10:00:00.123456789', '2026-01-01T10:00:00.123Z'],
  ['2026-01-01T10:00:00,5', '2026-01-01T10:00:00.500Z'],
  ['20260101T1000', '2026-01-01T10:00:00.000Z'],
  ['2026-01-01T10:00Z', '2026-01-01T10:00:00.000Z'],
  ['2026-01-01T10:00+23:59', '2026-01-01T10:00:00.000Z'],
  ['2024-02-29', '2024-02-29T00:00:00.000Z'],
  ['9999-12-31T23:59:59', '9999-12-31T23:59:59.000Z'],
  ['2026', undefined],
  ['2026-02', undefined],
  ['202601', undefined],
  ['2026-1-1', undefined],
  ['2026-01-01\n', undefined],
  ['2025-W53-1', undefined],
  ['2026-W00-1', undefined],
  ['2026-W48-0', undefined],
  ['2026-333', undefined],
  ['2026-01-01T10:00:457', undefined],
  ['2026-01-01T1000:00', undefined],
  ['2026-01-01T10:0000', undefined],
  ['2026-13-01', undefined],
  ['2026-02-29', undefined],
  ['2026-01-01T25:00', undefined],
  ['2026-01-01T10:60', undefined],
  ['2026-01-01T10:00:60', undefined],
  ['2026-01-01T10:00+24:00', undefined],
  ['2026-01-01T', undefined],
  ['2026-01-01Z', undefined],
  ['0000-01-01', undefined],
  ['nope', undefined],
  ['', undefined],
])('the date %j is read as %s', (text, expected) => {
  const date = parseIso8601(text);
  expect(date === undefined ? undefined : new Date(date).toISOString()).toBe(expected);
});

test('a scheduled time must be within the next day, whatever its offset', () => {
  const now = Date.parse('2026-03-02T09:00:00.000Z');
  expect(withinNextDay('2026-03-02T09:00:00', now)).toBeUndefined();
  expect(withinNextDay('2026-03-03T09:00:00', now)).toBeUndefined();
  expect(withinNextDay('2026-03-02T10:00:00+05:00', now)).toBeUndefined();
  expect(withinNextDay('2026-03-02T08:59:59', now)).toBe('datetime can not be in the past');
  expect(withinNextDay('2026-03-03T09:00:01', now)).toBe('datetime can only be 24 hours in the future');
});

test.each([
  ['https://example.com/a?b=c#d', true],
  ['https:', true],
  ['https:x', true],
  ['httpsfoo://x', true],
  ['https://u:p@h:80/x', true],
  ['https://[::1]/', true],
  ['https://[v1.a:b]/', true],
  ['https://x/%41', true],
  ['https', false],
  ['http://example.com', false],
  ['HTTPS://example.com', false],
  ['https://a b', false],
  ['https://example.com/é', false],
  ['https://x/%zz', false],
  ['https://[::g]/', false],
  ['https://[1::2::3]/', false],
  ['https://h:8a/', false],
  ['https://a@b@c', false],
  ['https://x/a|b', false],
  ['https://x#a#b', false],
])('the unsubscribe URL %s is valid: %s', (text, good) => {
  expect(isHttpsUrl(text)).toBe(good);
});

const id = '8e222534-7f05-4972-86e3-17c5d9f894e2';

test.each([id, id.toUpperCase(), id.replaceAll('-', ''), `{${id}}`, `urn:uuid:${id}`, `{{${id}`, `-${id}-`])(
  '%s is a UUID',
  (text) => {
    expect(parseUuid(text)).toBe(id);
  },
);

test.each(['', 'x', `${id} `, `${id}\n`, `${id}0`, id.slice(1), `x${id.slice(1)}`, 5, null])(
  '%j is not a UUID',
  (text) => {
    expect(parseUuid(text)).toBeUndefined();
  },
);

test.each([
  ['1 week', true],
  ['78 weeks', true],
  [' 4 WEEKS ', true],
  ['0 weeks', false],
  ['79 weeks', false],
  ['4weeks', false],
  ['4 months', false],
  ['', false],
])('a file can be kept for %j: %s', (text, good) => {
  expect(retentionPeriod(text, 0) === undefined).toBe(good);
});

// Every row was checked against Python's `UUID()` and PostgreSQL's documentation.
test.each([
  ['50000000-0000-4000-8000-00000000000A', '50000000-0000-4000-8000-00000000000a', true],
  ['5000000000004000800000000000000a', '50000000-0000-4000-8000-00000000000a', true],
  ['{50000000-0000-4000-8000-00000000000a}', '50000000-0000-4000-8000-00000000000a', true],
  ['5000-00000000-40008000-00000000000a', '50000000-0000-4000-8000-00000000000a', true],
  ['urn:uuid:50000000-0000-4000-8000-00000000000a', '50000000-0000-4000-8000-00000000000a', false],
  ['{50000000-0000-4000-8000-00000000000a', '50000000-0000-4000-8000-00000000000a', false],
  ['{{50000000-0000-4000-8000-00000000000a}}', '50000000-0000-4000-8000-00000000000a', false],
  ['50000000--0000-4000-8000-00000000000a', '50000000-0000-4000-8000-00000000000a', false],
  ['５0000000-0000-4000-8000-00000000000a', '50000000-0000-4000-8000-00000000000a', false],
  ['0x11111111111111111111111111111111', undefined, false],
  [`0x${'1'.repeat(30)}`, '00111111-1111-1111-1111-111111111111', false],
  [`${'1_'.repeat(15)}11`, '00000000-0000-0001-1111-111111111111', false],
  [` ${'1'.repeat(31)}`, '01111111-1111-1111-1111-111111111111', false],
  [`_${'1'.repeat(31)}`, undefined, false],
])('the id %j is %s to Notify, and one to its database: %s', (text, id, stored) => {
  expect(parseUuid(text)).toBe(id);
  expect(isDatabaseUuid(text)).toBe(stored);
});

test.each([
  ['04 weeks', true],
  ['٤ weeks', true],
  ['78 WEEKS', true],
  ['079 weeks', false],
  ['0 weeks', false],
  ['4weeks', false],
])('files may be kept for %j: %s', (period, taken) => {
  expect(retentionPeriod(period, 0) === undefined).toBe(taken);
});
