import type { DeliveryStore } from '../../../lambda/shared/deliveries/delivery-store';

/** A store of which some calls do something else. */
export const storeWith = (store: DeliveryStore, instead: Partial<DeliveryStore>): DeliveryStore => ({
  claim: (...terms) => store.claim(...terms),
  create: (...terms) => store.create(...terms),
  transition: (...terms) => store.transition(...terms),
  annotate: (...terms) => store.annotate(...terms),
  endWait: (...terms) => store.endWait(...terms),
  awaitTogether: (...terms) => store.awaitTogether(...terms),
  shorten: (...terms) => store.shorten(...terms),
  find: (...terms) => store.find(...terms),
  awaited: (...terms) => store.awaited(...terms),
  ...instead,
});
