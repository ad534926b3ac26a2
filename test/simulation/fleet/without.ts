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
        claim: (candidate, now) => store.claim({ ...candidate, lease_until: now }, now),
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

/** A rate limiter that lets everything through at once. */
export const noRateLimiter = (clock: VirtualClock): RateLimiter => ({
  expect() {},
  acquire: async () => ({ at: clock.now(), taken: true }),
  slowDown: async () => undefined,
});

/** What a look-up is told where none is made. */
export const nothingFound = {
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: Buffer.from('{"links":{"current":""},"notifications":[]}'),
};
