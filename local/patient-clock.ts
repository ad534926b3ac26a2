import type { Clock } from '../lib/contract/clock';

/** A clock whose sleepers wake only by their signal: no time passes because something waits. */
export const patientClock = (clock: Pick<Clock, 'now'>): Clock => ({
  now: () => clock.now(),
  sleep: (_milliseconds, signal) =>
    new Promise((_, reject) => {
      signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    }),
});
