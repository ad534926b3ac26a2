import { metrics } from '../../../lib/contract/metrics';
import type { Outcome } from './outcome';
import type { DeliveryStore, Expected } from './delivery-store';
import type { Monitor } from '../ports';

const { delivered, failed, untracked } = metrics.names;
const metricOf = { delivered, failed, sent_untracked: untracked } as const;

/**
 * Writes the end of a delivery, whichever way it became known, and counts it. `false`: it was known already, or the
 * record does not say any more what it says `still`.
 */
export async function recordOutcome(
  { store, monitor }: { readonly store: DeliveryStore; readonly monitor: Monitor },
  id: string,
  end: Outcome,
  still?: Expected,
): Promise<boolean> {
  if (!(await store.transition(id, end, still))) return false;
  monitor.count(metricOf[end.state]);
  monitor.info('outcome known', { delivery_id: id, state: end.state, status: end.status });
  return true;
}
