import { setTimeout as pause } from 'node:timers/promises';

const between = 20;

/**
 * What is looked for, as soon as it is there. It is looked for again only when something has happened.
 *
 * @param milliseconds how long it is waited for, of real time
 */
export async function waitFor<Found>(
  look: () => Found | undefined,
  revision: () => number,
  milliseconds: number,
): Promise<Found | undefined> {
  const end = performance.now() + milliseconds;
  for (;;) {
    const seen = revision();
    const found = look();
    if (found !== undefined) return found;
    do {
      if (performance.now() >= end) return undefined;
      // A wait in vain keeps no process alive.
      await pause(Math.min(between, end - performance.now()), undefined, { ref: false });
    } while (revision() === seen);
  }
}
