import type { Clock } from '../../lib/contract/clock';

/** A secret of which several values are good at a time, while it is being rotated. */
export interface RotatingSecret {
  /** Whether one of the values fits. Rejects when nobody can say. */
  someValue(fits: (value: string) => boolean): Promise<boolean>;
}

const keptFor = 5 * 60_000;
/** What fits no value may be new. More often than this nobody looks, however many bad ones come. */
const readAgainAfter = 10_000;

/** Values that are read, kept for a while, and read again when something comes that fits none of them. */
export function createRotatingSecret(
  read: () => Promise<readonly string[]>,
  clock: Pick<Clock, 'now'>,
): RotatingSecret {
  let kept: { readonly values: Promise<readonly string[]>; readonly at: number } | undefined;

  const valuesNoOlderThan = (age: number): Promise<readonly string[]> => {
    if (kept && clock.now() - kept.at < age) return kept.values;
    const values = read();
    kept = { values, at: clock.now() };
    values.catch(() => (kept = undefined));
    return values;
  };
  return {
    someValue: async (fits) => {
      const isAmong = async (age: number): Promise<boolean> => {
        const known = await valuesNoOlderThan(age);
        // All are looked at, so that the time it takes does not show which fits.
        return known.map(fits).includes(true);
      };
      return (await isAmong(keptFor)) || isAmong(readAgainAfter);
    },
  };
}
