import { metrics, type MetricName } from '../../lib/contract/metrics';
import { metricOfState } from '../../lib/contract/sender-metrics';
import type { Monitor } from '../shared/ports';
import { isTaken, type DeliveryChange, type DeliveryChangeHandler } from './delivery-change';

export interface CountBySenderDependencies {
  readonly monitor: Monitor;
  /** The services that are counted. Any name could come with a message, and each new metric is paid for. */
  readonly senders: ReadonlySet<string>;
}

/**
 * Counts what happened to the messages of each service. The record says whose a message is, which the functions that write an
 * outcome have not read. A change that the stream hands over again is counted again.
 */
export function createSenderCounter({ monitor, senders }: CountBySenderDependencies): DeliveryChangeHandler {
  return async (changes) => {
    for (const change of changes) {
      const { sender } = change.after;
      if (sender === undefined || !senders.has(sender)) continue;
      for (const metric of countedIn(change)) monitor.countFor(sender, metric);
    }
    return changes.length;
  };
}

/** A message can be taken and have its outcome in one change: the outcome can be written before it is known that it was taken. */
function countedIn(change: DeliveryChange): readonly MetricName[] {
  const { before, after } = change;
  const ending = before?.state === after.state ? undefined : metricOfState[after.state];
  return [...(isTaken(change) ? [metrics.names.sent] : []), ...(ending ? [ending] : [])];
}
