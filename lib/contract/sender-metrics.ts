import type { DeliveryState } from './delivery';
import { metrics, type MetricName } from './metrics';

const { names } = metrics;

/** What is counted for a service when a message of it comes into a state. That Notify took one is `Sent`, whatever follows. */
export const metricOfState: Readonly<Partial<Record<DeliveryState, MetricName>>> = {
  delivered: names.delivered,
  failed: names.failed,
  rejected: names.rejected,
  expired: names.expired,
  sent_untracked: names.untracked,
};

/** The states in which a message can be when something is counted for its service. */
export const countedStates = ['sent', ...Object.keys(metricOfState)] as readonly DeliveryState[];

/** The metrics that a service can have of its own. */
export const metricsOfSender: readonly MetricName[] = [names.sent, ...Object.values(metricOfState)];
