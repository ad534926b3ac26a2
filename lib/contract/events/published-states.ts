import { deliveryStates, type DeliveryState } from '../delivery';

/** The states whose events are published, as the text of an environment variable. */
export const formatPublishedStates = (states: Iterable<DeliveryState>): string => [...states].join(',');

/** Reads that text. A state that this version does not know is left out, because no record of it can be in it. */
export function readPublishedStates(text: string): ReadonlySet<DeliveryState> {
  const named = new Set(text.split(','));
  return new Set(deliveryStates.filter((state) => named.has(state)));
}
