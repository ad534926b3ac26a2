import { second } from '../../lib/contract/time';
import { metrics } from '../../lib/contract/metrics';
import { objectives } from '../../lib/contract/objectives';
import { Fleet } from './fleet/fleet';
import { kinds } from './messages';

/** How far a pipeline kept its objectives. */
export interface Kept {
  readonly urgent: number;
  /** The part of the urgent messages that Notify had in time. */
  readonly urgentOnTime: number;
  readonly slowestUrgentSeconds: number;
  readonly outcomes: number;
  /** The part of the outcomes that were known in time. */
  readonly outcomesOnTime: number;
  readonly slowestOutcomeSeconds: number;
  /** Messages that were published and have not arrived. */
  readonly lost: number;
  /** Messages that Notify has twice. */
  readonly doubled: number;
}

/** The urgent texts come one a second. */
const between = second;

/**
 * Sends a mailing, and urgent texts all the while, and lets the poll alone learn what happened to them: the slower way. Notify
 * is well, because the objectives are for that.
 */
export async function measureObjectives(emails: number, urgent: number): Promise<Kept> {
  const fleet = new Fleet({ workers: 2, remembersEvents: false });
  const start = fleet.clock.now();
  for (let number = 0; number < emails; number += 1) {
    fleet.publish({ ...kinds.email(number), idempotency_key: `email ${number}` }, { groupId: 'email' });
  }
  for (let number = 0; number < urgent; number += 1) {
    await fleet.run(start + number * between);
    fleet.publish({ ...kinds.sms(number), idempotency_key: `text ${number}` }, { urgent: true });
  }
  await fleet.run();

  const waits = fleet.seen.measured(metrics.names.urgentWait);
  const delays = fleet.seen.measured(metrics.names.outcomeDelay);
  const delivered = [...fleet.store.all].filter(({ state }) => state === 'delivered').length;
  const posts = ['email', 'sms'].map((type) => fleet.standIn.requests.count(`POST /v2/notifications/${type} 201`));
  const { urgentWithin, outcomeWithin } = objectives;
  return {
    urgent: waits.length,
    urgentOnTime: partWithin(waits, urgentWithin),
    slowestUrgentSeconds: slowest(waits),
    outcomes: delays.length,
    outcomesOnTime: partWithin(delays, outcomeWithin),
    slowestOutcomeSeconds: slowest(delays),
    lost: emails + urgent - delivered,
    doubled: posts.reduce((sum, count) => sum + count, 0) - emails - urgent,
  };
}

/** Whether that is all that was promised. */
export const areKept = ({ urgentOnTime, outcomesOnTime, lost, doubled }: Kept): boolean =>
  urgentOnTime >= objectives.urgentOnTime && outcomesOnTime >= objectives.outcomeOnTime && lost === 0 && doubled === 0;

const partWithin = (values: readonly number[], limit: number): number =>
  values.length === 0 ? 1 : values.filter((value) => value <= limit).length / values.length;

const slowest = (values: readonly number[]): number => values.reduce((most, value) => Math.max(most, value), 0);
