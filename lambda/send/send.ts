import type { SQSRecord } from 'aws-lambda';
import type { Clock } from '../../lib/contract/clock';
import type { Delivery } from '../../lib/contract/delivery';
import { formatReference } from '../../lib/contract/identity';
import type { QueueMessage } from '../../lib/contract/message';
import { metrics } from '../../lib/contract/metrics';
import { parseQueueMessage } from '../../lib/contract/parse-message';
import type { Claim, DeliveryStore } from '../shared/deliveries/delivery-store';
import type { HoldBoard } from '../shared/holds/cached-holds';
import type { Breaker } from '../shared/holds/breaker';
import { laneOf, stopEverything } from '../shared/holds/hold';
import type { Pace } from '../shared/rate-limit/rate-limiter';
import type { Monitor, NotifySource, Queues } from '../shared/ports';
import { ask, attempt, type Answer } from './submit';
import { notItsTurn, tooLateOrEarly, tooOften } from './preconditions';
import { conclude, toBeAskedFor, type Conclusion } from './decide';
import { heldDelivery, openDelivery, refusedDelivery } from './delivery-record';
import { costOf } from './notify-request';

export interface SendDependencies {
  readonly store: DeliveryStore;
  readonly notify: NotifySource;
  readonly queues: Queues;
  readonly holds: HoldBoard;
  readonly breaker: Breaker;
  readonly pace: Pace;
  readonly clock: Clock;
  readonly monitor: Monitor;
  readonly hashKey: () => Promise<string>;
  readonly pipelineId: string;
  readonly recordRetentionSeconds: number;
  /** How often Notify may fail on a message before it is given up. */
  readonly maxFailures: number;
}

/** What a message says, or why nobody can know. */
export type Content = { readonly body: string } | { readonly unreadable: string };

/** Whether it is certain what became of a message, and it will not be needed again. */
export type Fate = 'over' | 'goes on';

/** The function's time-out and 45 seconds: when it is over, whatever the worker had begun has ended at Notify too. */
const lease = 165_000;
/** How often in a row Notify may say that we are too fast. */
const mostTurns = 3;

const { names } = metrics;

/**
 * Sends one message: claims it, gives it to Notify when its turn has come, writes down what came of it. When it
 * returns, the message may leave the queue; when it throws, the message has to come back.
 */
export function createSender(dependencies: SendDependencies): (record: SQSRecord, content?: Content) => Promise<Fate> {
  const { store, notify, queues, holds, breaker, pace, clock, monitor, pipelineId, recordRetentionSeconds } =
    dependencies;

  return async (record, content = record) => {
    if ('unreadable' in content) return refuse(record, undefined, content.unreadable);
    const parsed = parseQueueMessage(content.body);
    if (!parsed.ok) return refuse(record, undefined, parsed.reason);

    const { message } = parsed;
    const hashKey = await dependencies.hashKey();
    const terms = { pipelineId, hashKey, recordRetentionSeconds, lease, now: clock.now() };
    const hold = await holds.stopping(laneOf(message));
    const candidate = hold ? heldDelivery(message, record, hold.reason, terms) : openDelivery(message, record, terms);
    const claim = await store.claim(candidate, terms.now);
    if (hold && (claim.claimed || claim.standing.kind === 'waits')) return park(record, message);
    if (!claim.claimed) return leave(record, message, claim);
    const conclusion = await bring(record, message, claim);
    return finish(record, claim.delivery, claim.ask ? toBeAskedFor(conclusion, clock.now()) : conclusion);
  };

  async function park(record: SQSRecord, message: QueueMessage): Promise<Fate> {
    await queues.park(record, laneOf(message));
    return 'goes on';
  }

  /** Asks Notify for a message that it may have, and gives it the message in its turn if it has not. */
  async function bring(
    record: SQSRecord,
    message: QueueMessage,
    claim: Claim & { claimed: true },
  ): Promise<Conclusion> {
    const { delivery } = claim;
    const reference = formatReference({ ...delivery, pipelineId, deliveryId: delivery.id });
    const found = claim.ask ? await ask(notify, message, reference, clock) : undefined;
    if (found) return conclude(await noted(found, delivery), message, delivery, clock.now());

    for (let turn = 1; ; turn += 1) {
      const early = before(record, message, claim);
      if (early) return early;
      const mine = await pace.turn(costOf(message), queues.isUrgent(record));
      if (!mine.taken) return notItsTurn(mine.at, clock.now());
      if (mine.at > clock.now()) await clock.sleep(mine.at - clock.now());
      const late = before(record, message, claim);
      if (late) return late;

      const answer = await noted(await attempt(notify, message, reference, clock), delivery);
      if (answer.kind === 'too fast' && turn < mostTurns) continue;
      const sentAgain = claim.ask && answer.kind === 'accepted';
      const counted = sentAgain ? await countCopies(answer, message, reference) : answer;
      return conclude(counted, message, delivery, clock.now());
    }
  }

  function before(
    record: SQSRecord,
    message: QueueMessage,
    { ask: wasAsked, delivery }: Claim & { claimed: true },
  ): Conclusion | undefined {
    // Where nobody has died with the message, it was received for nothing by a function that could not even begin.
    const receives = wasAsked ? Number(record.attributes.ApproximateReceiveCount) : 1;
    const { maxFailures } = dependencies;
    const now = clock.now();
    return tooOften(delivery, { receives, maxFailures, now }) ?? tooLateOrEarly(message, now);
  }

  /** What an answer tells of Notify itself is for all to know. */
  async function noted(answer: Answer, { id }: Delivery): Promise<Answer> {
    if (answer.kind === 'too fast') {
      monitor.count(names.tooFast);
      await pace.tooFast();
    }
    if (answer.kind !== 'unknown') breaker.answered();
    else if (breaker.unknown(answer.suspect ? id : undefined)) {
      monitor.count(names.stopped);
      await holds.place(stopEverything(`Notify is down: ${answer.reason}`, clock.now()));
    }
    return answer;
  }

  /** The first attempt may have come through after all, though Notify did not have it when it was asked. */
  async function countCopies(answer: Answer & { kind: 'accepted' }, message: QueueMessage, reference: string) {
    const again = await ask(notify, message, reference, clock);
    return again?.kind === 'accepted' ? { ...answer, copies: again.copies } : answer;
  }

  async function finish(record: SQSRecord, delivery: Delivery, conclusion: Conclusion): Promise<Fate> {
    const { change, next, metric, hold } = conclusion;
    // That Notify has it is true whoever holds the claim by now. All else is for its holder to say.
    const taken = change.notification_id !== undefined;
    const still = taken ? {} : { lease_until: delivery.lease_until };
    const written = await store.advance(delivery.id, change, still);
    if (written) monitor.count(metric);
    if (written && change.duplicate_suspected) monitor.count(names.duplicateSuspected);
    monitor.info('message handled', {
      delivery_id: delivery.id,
      state: change.state,
      reason: change.reason,
      notification_id: change.notification_id,
    });
    if (hold) await holds.place(hold);
    if (next.kind === 'put back') await queues.putBack(record, next.at);
    if (next.kind === 'park') await queues.park(record, next.lane);
    // Its end is not ours to tell when somebody else has it by now.
    if (next.kind === 'bury') {
      await (written ? queues.bury(record, next.reason) : queues.putBack(record, clock.now() + lease));
    }
    return next.kind === 'done' && (written || taken) ? 'over' : 'goes on';
  }

  /** What is done with a message that may not be sent by this worker now. */
  async function leave(
    record: SQSRecord,
    message: QueueMessage,
    { standing, delivery }: Claim & { claimed: false },
  ): Promise<Fate> {
    switch (standing.kind) {
      case 'repeat':
        monitor.count(names.duplicate);
        return 'over';
      case 'busy':
        await queues.putBack(record, standing.until);
        return 'goes on';
      case 'conflict':
        return refuse(
          record,
          message,
          `idempotency_key was used for another message, delivery ${delivery.id}; give each message its own`,
        );
      case 'waits':
        return park(record, message);
    }
  }

  async function refuse(record: SQSRecord, message: QueueMessage | undefined, reason: string): Promise<Fate> {
    const terms = { pipelineId, recordRetentionSeconds, now: clock.now() };
    const delivery = refusedDelivery(message, record, reason, terms);
    if (await store.create(delivery)) monitor.count(names.rejected);
    monitor.info('message refused', { delivery_id: delivery.id, reason });
    return 'over';
  }
}
