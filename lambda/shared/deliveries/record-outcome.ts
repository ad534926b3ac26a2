import type { Channel } from '../../../lib/contract/queue-message';
import { metrics } from '../../../lib/contract/metrics';
import type { Outcome } from './outcome';
import type { DeliveryStore, Expected } from './delivery-store';
import type { Monitor } from '../ports';

const { names } = metrics;
const metricOf = { delivered: names.delivered, failed: names.failed, sent_untracked: names.untracked } as const;

/** What is known of a delivery beside its outcome. */
export interface OutcomeOf {
  /** `undefined` where Notify does not say it. */
  readonly channel: Channel | undefined;
  /** When it was given to Notify: ISO 8601. */
  readonly sentAt: string | undefined;
  /** If Notify says it. */
  readonly templateId?: string | undefined;
}

/**
 * Writes the end of a delivery, whichever way it became known, and counts it. `false`: it was known already, or the
 * record does not say any more what it says `still`.
 */
export async function recordOutcome(
  { store, monitor }: { readonly store: DeliveryStore; readonly monitor: Monitor },
  id: string,
  end: Outcome,
  of: OutcomeOf,
  still?: Expected,
): Promise<boolean> {
  if (!(await store.transition(id, end, still))) return false;
  countOutcome(monitor, end, of);
  const { state, status, cost_in_pounds } = end;
  const { channel, templateId: template_id } = of;
  monitor.info('outcome known', { delivery_id: id, state, status, channel, template_id, cost_in_pounds });
  return true;
}

function countOutcome(monitor: Monitor, end: Outcome, { channel, sentAt }: OutcomeOf): void {
  monitor.count(metricOf[end.state], 1, channel);
  if (end.failure === 'technical') monitor.count(names.technicalFailure, 1, channel);
  if (end.cost_in_pounds !== undefined) monitor.measure(names.cost, end.cost_in_pounds, channel);
  if (end.state === 'sent_untracked') return;
  if (sentAt !== undefined) monitor.measure(names.timeToOutcome, secondsBetween(sentAt, end.changed_at), channel);
  // Of a letter Notify knows it days after it was sent, and is asked for it less often.
  if (end.completed_at === undefined || channel === 'letter' || channel === undefined) return;
  monitor.measure(names.outcomeDelay, secondsBetween(end.completed_at, end.changed_at), channel);
}

const secondsBetween = (from: string, to: string): number => Math.max(0, Date.parse(to) - Date.parse(from)) / 1000;
