import { duration } from '../../local/durations';

test.each([
  [0, '0s'],
  [400, '0s'],
  [1500, '2s'],
  [60_000, '1m'],
  [90 * 60_000, '1h 30m'],
  [3_600_000, '1h'],
  [86_400_000 + 4 * 3_600_000 + 30_000, '1d 4h'],
])('a duration of %d milliseconds is shown as %s', (milliseconds, text) => {
  expect(duration(milliseconds)).toBe(text);
});
