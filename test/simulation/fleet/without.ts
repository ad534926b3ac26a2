import { Breaker } from '../../../lambda/shared/holds/breaker';
import { asked, type Circuit } from '../../../lambda/shared/holds/circuit';
import type { HoldStore } from '../../../lambda/shared/holds/hold-store';
import type { DeliveryStore } from '../../../lambda/shared/deliveries/delivery-store';
import type { RateLimiter } from '../../../lambda/shared/rate-limit/rate-limiter';
import type { VirtualClock } from '../../../local/virtual-clock';
import type { Missing } from './settings';

/** The store, with what is to be missing taken out of it. */
export function withoutPart(missing: Missing | undefined, store: DeliveryStore): DeliveryStore {
  switch (missing) {
    case 'lease':
      return {
        ...store,
        claim: (candidate, now, isKnown) => store.claim({ ...candidate, lease_until: now }, now, isKnown),
        transition: (id, change) => store.transition(id, change, {}),
      };
    case 'conditional write':
      return {
        ...store,
        claim: async (candidate) => {
          await store.create(candidate);
          return { claimed: true, verify: false, delivery: candidate };
        },
      };
    default:
      return store;
  }
}

/** What a sender sees of lanes, with what is to be missing taken out of it. */
export function breakerWithout(missing: Missing | undefined): Breaker {
  const breaker = new Breaker();
  const seen = breaker.seen.bind(breaker);
  if (missing === 'witness') breaker.seen = () => ({ takenAt: Infinity, isWell: true });
  if (missing === 'well lane') breaker.seen = (lane, now) => ({ ...seen(lane, now), isWell: true });
  return breaker;
}

/** Asks nobody. */
export const takenToAnswer =
  (holds: HoldStore, clock: VirtualClock) =>
  async (circuit: Circuit): Promise<Circuit> => {
    const known = asked(circuit, { answered: 'all' }, clock.now());
    await holds.writeCircuit(known);
    return { ...known, version: known.version + 1 };
  };

/** A rate limiter that lets everything through at once. */
export const noRateLimiter = (clock: VirtualClock): RateLimiter => ({
  expect() {},
  expectLess() {},
  acquire: async () => ({ at: clock.now(), taken: true }),
  slowDown: async () => undefined,
});

/** What a look-up gets where none is made. */
export const nothingFound = {
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: Buffer.from('{"links":{"current":""},"notifications":[]}'),
};
