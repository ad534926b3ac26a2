import { day, hour, iso, minute } from '../../lib/contract/time';

const units = { m: minute, h: hour, d: day } as const;

/**
 * A time that somebody gave: a date or a time of ISO 8601, or how long from now, such as 30m, 2h or 7d.
 *
 * @param option its name, for the error
 * @param way whether a length of time is one that has passed or one that is to come
 * @returns milliseconds since the epoch
 * @throws Error for what is neither
 */
export function readTime(text: string, option: string, way: 'ago' | 'from now', now: number): number {
  const [, count, unit] = /^(\d{1,6})([mhd])$/.exec(text) ?? [];
  if (count !== undefined) {
    const length = Number(count) * units[unit as keyof typeof units];
    return way === 'ago' ? now - length : now + length;
  }
  const time = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(time)) {
    throw new Error(
      `--${option} "${text}" is not a time; give one such as ${iso(now)} or ${iso(now).slice(0, 10)}, or 30m, 2h or 7d`,
    );
  }
  return time;
}
