import type { SQSRecord } from 'aws-lambda';
import type { Clock } from '../../lib/contract/clock';
import type { Delivery } from '../../lib/contract/delivery';
import { formatReference } from '../../lib/contract/identity';
import type { QueueMessage } from '../../lib/contract/message';
import { metrics } from '../../lib/contract/metrics';
import { parseQueueMessage } from '../../lib/contract/parse-message';
import type { ClaimResult, DeliveryStore } from '../shared/deliveries/delivery-store';
import type { CachedHolds } from '../shared/holds/cached-holds';
import type { Breaker } from '../shared/holds/breaker';
import { answersNow, comesBackAt, type Circuit } from '../shared/holds/circuit';
import { laneOf } from '../shared/holds/hold';
import type { RateLimiter } from '../shared/rate-limit/rate-limiter';
import type { Monitor, NotifySource, MessageQueues } from '../shared/ports';
import { lookUp, submit, type SubmitResult } from './submit';
import { rateLimited, outsideSendWindow, attemptsExhausted } from './preconditions';
import { awaitsLane, awaitsProbe, decide, toBeVerified, type SendDecision } from './decide';
import { createLaneFindings } from './lane-findings';
import { heldDelivery, newDelivery, rejectedDelivery } from './delivery-record';
import { tokensFor } from './notify-request';

export interface SendDependencies {
  readonly store: DeliveryStore;
  readonly notify: NotifySource;
  readonly queues: MessageQueues;
  readonly holds: CachedHolds;
  readonly breaker: Breaker;
  readonly rateLimiter: RateLimiter;
  readonly clock: Clock;
  readonly monitor: Monitor;
  readonly hashKey: () => Promise<string>;
  readonly pipelineId: string;
  readonly recordRetentionSeconds: number;
  /** How often Notify may fail on a message before it is given up. */
  readonly maxFailures: number;
  /** Whether the API key is meant to be a team key, with which others than the team are refused. @default false */
  readonly teamKey?: boolean;
}

/** What a message says, or why nobody can know. */
export type MessageContent = { readonly body: string } | { readonly unreadable: string };

/** Whether it is certain what became of a message, and it will not be needed again. */
export type Handling = 'settled' | 'pending';

const openCircuit = (circuit: Circuit | undefined): Circuit | undefined => (circuit?.open ? circuit : undefined);

/** The function's time-out and 45 seconds: when it is over, whatever the worker had begun has ended at Notify too. */
const lease = 165_000;
/** How often in a row Notify may say that we are too fast. */
const mostTurns = 3;
/** How often Notify is tried for a message, posts and look-ups together, before its lane has to be seen to work. */
const mostTriesInDoubt = 2;

const { names } = metrics;

/**
 * Sends one message: claims it, gives it to Notify when its turn has come, writes down what came of it. When it
 * returns, the message may leave the queue; when it throws, the message has to come back.
 */
export function createSender(
  dependencies: SendDependencies,
): (record: SQSRecord, content?: MessageContent) => Promise<Handling> {
  const { store, notify, queues, holds, rateLimiter, clock, monitor, pipelineId, recordRetentionSeconds } =
    dependencies;
  const findings = createLaneFindings(dependencies);

  return async (record, content = record) => {
    if ('unreadable' in content) return reject(record, undefined, content.unreadable);
    const parsed = parseQueueMessage(content.body);
    if (!parsed.ok) return reject(record, undefined, parsed.reason);

    const { message } = parsed;
    const hashKey = await dependencies.hashKey();
    const terms = { pipelineId, hashKey, recordRetentionSeconds, lease, now: clock.now() };
    const lane = laneOf(message);
    const hold = await holds.active(lane);
    const circuit = openCircuit(hold ? undefined : await holds.circuit(lane));
    // What an open circuit stops may be the one to find out whether its lane works again.
    const isFirst = circuit !== undefined && !outsideSendWindow(message, terms.now) && holds.mayTry(circuit);
    const stop = isFirst ? undefined : (hold ?? circuit);
    const candidate = stop ? heldDelivery(message, record, stop.reason, terms) : newDelivery(message, record, terms);
    let claim = await store.claim(candidate, terms.now);
    if (stop && (claim.claimed || claim.claimability.kind === 'hold')) {
      const isNew = claim.claimed || claim.delivery.state === 'held';
      if (!circuit || isNew || !isSeenToAnswer(circuit, claim.delivery)) {
        return holdMessage(record, message, isNew ? circuit : undefined);
      }
      claim = await store.claim(newDelivery(message, record, terms), terms.now);
    }
    if (!claim.claimed) return leaveUnclaimed(record, message, claim);
    const isProbe = isFirst && (await holds.takeProbe(circuit));
    const conclusion =
      isFirst && !isProbe
        ? awaitsProbe(circuit, message, clock.now())
        : await submitInTurn(record, message, claim, isProbe);
    return applyDecision(record, claim.delivery, claim.verify ? toBeVerified(conclusion, clock.now()) : conclusion);
  };

  /** Whether Notify was seen to answer for the lane since it failed on that message. */
  function isSeenToAnswer(circuit: Circuit, { failed_at }: Delivery): boolean {
    const { cause, answeredAt = -Infinity } = circuit;
    return cause === 'down' && failed_at !== undefined && answeredAt > failed_at && answersNow(circuit, clock.now());
  }

  /** @param circuit what stops it, if it may be over in seconds */
  async function holdMessage(record: SQSRecord, message: QueueMessage, circuit?: Circuit): Promise<Handling> {
    const at = circuit && comesBackAt(circuit, clock.now());
    await (at === undefined ? queues.hold(record, laneOf(message)) : queues.requeue(record, at));
    return 'pending';
  }

  /** Asks Notify for a message that it may have, and gives it the message in its turn if it has not. */
  async function submitInTurn(
    record: SQSRecord,
    message: QueueMessage,
    { verify, delivery: claimed }: ClaimResult & { claimed: true },
    isProbe: boolean,
  ): Promise<SendDecision> {
    const lane = laneOf(message);
    const { attempts, failures = 0, lookups = 0 } = claimed;
    const blame = await findings.blame(lane, claimed);
    if (blame === 'unknown' && !isProbe && attempts + lookups >= mostTriesInDoubt) {
      return awaitsLane(claimed, message, clock.now());
    }
    const isToBlame = blame === 'message' && failures < attempts;
    const delivery = isToBlame ? { ...claimed, failures: failures + 1 } : claimed;
    const claim = { claimed: true, verify, delivery } as const;
    const reference = formatReference({ ...delivery, pipelineId, deliveryId: delivery.id });
    const found = claim.verify ? await lookUp(notify, message, reference, clock) : undefined;
    if (found) return decideAndShare(found, message, delivery, isProbe);

    for (let turn = 1; ; turn += 1) {
      const early = preconditions(record, message, claim);
      if (early) return notTried(early);
      const mine = await rateLimiter.acquire(tokensFor(message), queues.isUrgent(record));
      if (!mine.taken) return notTried(rateLimited(mine.at, clock.now()));
      if (mine.at > clock.now()) await clock.sleep(mine.at - clock.now());
      const late = preconditions(record, message, claim);
      if (late) return notTried(late);

      const answer = await submit(notify, message, reference, clock);
      if (answer.kind === 'rate limited' && turn < mostTurns) {
        await findings.share(answer, message, delivery, false);
        continue;
      }
      const sentAgain = claim.verify && answer.kind === 'accepted';
      const counted = sentAgain ? await countCopies(answer, message, reference) : answer;
      return decideAndShare(counted, message, delivery, isProbe);
    }

    /** The message was not given to Notify, so it found out nothing for its lane. */
    async function notTried(decision: SendDecision): Promise<SendDecision> {
      if (isProbe) await findings.returnProbe(lane);
      return decision;
    }
  }

  /** What an answer tells of its lane is for all senders to know. */
  async function decideAndShare(
    answer: SubmitResult,
    message: QueueMessage,
    delivery: Delivery,
    isProbe: boolean,
  ): Promise<SendDecision> {
    try {
      const lane = await findings.share(answer, message, delivery, isProbe);
      return decide(answer, message, delivery, clock.now(), lane);
    } catch (error) {
      // What became of the message has to be written all the same.
      monitor.count(names.fault);
      monitor.error('what an answer says of its lane is not shared', error, { delivery_id: delivery.id });
      return decide(answer, message, delivery, clock.now());
    }
  }

  function preconditions(
    record: SQSRecord,
    message: QueueMessage,
    { verify: wasAsked, delivery }: ClaimResult & { claimed: true },
  ): SendDecision | undefined {
    // Where nobody has died with the message, it was received for nothing by a function that could not even begin.
    const receives = wasAsked ? Number(record.attributes.ApproximateReceiveCount) : 1;
    const { maxFailures } = dependencies;
    const now = clock.now();
    return attemptsExhausted(delivery, { receives, maxFailures, now }) ?? outsideSendWindow(message, now);
  }

  /** The first attempt may have come through after all, though Notify did not have it when it was asked. */
  async function countCopies(answer: SubmitResult & { kind: 'accepted' }, message: QueueMessage, reference: string) {
    const again = await lookUp(notify, message, reference, clock);
    return again?.kind === 'accepted' ? { ...answer, copies: again.copies } : answer;
  }

  async function applyDecision(record: SQSRecord, delivery: Delivery, conclusion: SendDecision): Promise<Handling> {
    const { change, next, metric, hold } = conclusion;
    // That Notify has it is true whoever holds the claim by now. All else is for its holder to say.
    const taken = change.notification_id !== undefined;
    const still = taken ? {} : { lease_until: delivery.lease_until };
    const written = await store.transition(delivery.id, change, still);
    if (written) monitor.count(metric);
    if (written && change.duplicate_suspected) monitor.count(names.duplicateSuspected);
    monitor.info('message handled', {
      delivery_id: delivery.id,
      state: change.state,
      reason: change.reason,
      notification_id: change.notification_id,
    });
    if (hold) await holds.place(hold);
    if (next.kind === 'requeue') await queues.requeue(record, next.at);
    if (next.kind === 'hold') await queues.hold(record, next.lane);
    // Its end is not ours to tell when somebody else has it by now.
    if (next.kind === 'dead-letter') {
      await (written ? queues.deadLetter(record, next.reason) : queues.requeue(record, clock.now() + lease));
    }
    return next.kind === 'done' && (written || taken) ? 'settled' : 'pending';
  }

  /** What is done with a message that may not be sent by this worker now. */
  async function leaveUnclaimed(
    record: SQSRecord,
    message: QueueMessage,
    { claimability, delivery }: ClaimResult & { claimed: false },
  ): Promise<Handling> {
    switch (claimability.kind) {
      case 'duplicate':
        monitor.count(names.duplicate);
        return 'settled';
      case 'busy':
        await queues.requeue(record, claimability.until);
        return 'pending';
      case 'conflict':
        return reject(
          record,
          message,
          `idempotency_key was used for another message, delivery ${delivery.id}; give each message its own`,
        );
      case 'hold':
        return holdMessage(record, message);
    }
  }

  async function reject(record: SQSRecord, message: QueueMessage | undefined, reason: string): Promise<Handling> {
    const terms = { pipelineId, recordRetentionSeconds, now: clock.now() };
    const delivery = rejectedDelivery(message, record, reason, terms);
    if (await store.create(delivery)) monitor.count(names.rejected);
    monitor.info('message refused', { delivery_id: delivery.id, reason });
    return 'settled';
  }
}
