import { metrics } from '../../lib/contract/metrics';
import type { SendDecision } from './decide';

/** Long enough for another worker to be free, or for AWS to have recovered, in milliseconds. */
const soon = 5000;

/** When a message comes back that waits for nothing of its own: milliseconds since the epoch. */
export const backSoon = (now: number): number => now + soon;

/** Gives up the claim on a message that was not given to Notify, for a reason that is not its own. */
export const givenBack = (reason: string, now: number): SendDecision => ({
  change: { state: 'held', changed_at: new Date(now).toISOString(), reason },
  metric: metrics.names.held,
  next: { kind: 'requeue', at: backSoon(now) },
});
