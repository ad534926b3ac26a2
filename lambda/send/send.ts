import type { SQSRecord } from 'aws-lambda';
import type { Clock } from '../../lib/contract/clock';
import type { Delivery } from '../../lib/contract/delivery';
import { formatReference } from '../../lib/contract/identity';
import { leaseAfterDeadline } from '../../lib/contract/lease';
import type { QueueMessage } from '../../lib/contract/message';
import { metrics } from '../../lib/contract/metrics';
import { parseQueueMessage } from '../../lib/contract/parse-message';
import type { Deadline } from '../shared/deadline';
import type { ClaimResult, DeliveryStore } from '../shared/deliveries/delivery-store';
import type { CachedHolds } from '../shared/holds/cached-holds';
import type { Breaker } from '../shared/holds/breaker';
import { answersNow, comesBackAt, type Circuit } from '../shared/holds/circuit';
import { laneOf } from '../shared/holds/hold';
import type { RateLimiter } from '../shared/rate-limit/rate-limiter';
import type { Monitor, NotifySource, MessageQueues } from '../shared/ports';
import { lookUp, submit, type SubmitResult } from './submit';
import { attemptsExhausted, interrupted, outsideSendWindow, rateLimited } from './preconditions';
import { awaitsLane, awaitsProbe, decide, toBeVerified, type SendDecision } from './decide';
import { createLaneFindings, type LaneFindings } from './lane-findings';
import { heldDelivery, newDelivery, rejectedDelivery } from './delivery-record';
import { backSoon, givenBack } from './give-back';
import { tokensFor } from './notify-request';
import { markCopies, recordDecision } from './record-decision';
import { timeNeeded } from './time-needed';

export interface SendDependencies {
  readonly store: DeliveryStore;
  readonly notify: NotifySource;
  readonly queues: MessageQueues;
  readonly holds: CachedHolds;
  readonly breaker: Breaker;
  readonly rateLimiter: RateLimiter;
  readonly clock: Clock;
  /** Of the worker that the message is with. */
  readonly deadline: Deadline;
  readonly monitor: Monitor;
  readonly hashKey: () => Promise<string>;
  readonly pipelineId: string;
  readonly recordRetentionSeconds: number;
  /** How often Notify may fail on a message before it is given up. */
  readonly maxFailures: number;
  /** Whether the API key is meant to be a team key, with which others than the team are refused. @default false */
  readonly teamKey?: boolean;
}

/** Whether Notify was given the message, or may have been. */
interface Attempt {
  isMade: boolean;
}

interface Submitted {
  readonly decision: SendDecision;
  /** What is left to do once the decision is on record. */
  readonly afterwards?: () => Promise<void>;
}

/** What a message says, or why nobody can know. */
export type MessageContent = { readonly body: string } | { readonly unreadable: string };

/** Whether it is certain what happened to a message, and it will not be needed again. */
export type Handling = 'settled' | 'pending';

const openCircuit = (circuit: Circuit | undefined): Circuit | undefined => (circuit?.open ? circuit : undefined);

/** The answers to a post that count as an attempt. Notify has not looked at the message in the others. */
const counts: ReadonlySet<SubmitResult['kind']> = new Set(['accepted', 'rejected', 'not allowed', 'unknown']);

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
): (record: SQSRecord, content?: MessageContent, onRecorded?: () => Promise<void>) => Promise<Handling> {
  const { store, notify, queues, holds, rateLimiter, clock, deadline, monitor } = dependencies;
  const { pipelineId, recordRetentionSeconds } = dependencies;
  const findings = createLaneFindings(dependencies);

  return async (record, content = record, onRecorded = async () => undefined) => {
    if (deadline.remaining() < timeNeeded.toTakeTurn) return comeBackSoon(record);
    if ('unreadable' in content) return reject(record, undefined, content.unreadable);
    const parsed = parseQueueMessage(content.body);
    if (!parsed.ok) return reject(record, undefined, parsed.reason);

    const { message } = parsed;
    const hashKey = await dependencies.hashKey();
    const terms = { pipelineId, hashKey, recordRetentionSeconds, lease: leaseNow(), now: clock.now() };
    const lane = laneOf(message);
    const hold = await holds.active(lane);
    const circuit = openCircuit(hold ? undefined : await holds.circuit(lane));
    // What an open circuit stops may be the one to find out whether its lane works again.
    const isFirst = circuit !== undefined && !outsideSendWindow(message, terms.now) && holds.mayTry(circuit);
    const stop = isFirst ? undefined : (hold ?? circuit);
    const candidate = stop ? heldDelivery(message, record, stop.reason, terms) : newDelivery(message, record, terms);
    let claim = await store.claim(candidate, terms.now);
    await onRecorded();
    if (stop && (claim.claimed || claim.claimability.kind === 'hold')) {
      const isNew = claim.claimed || claim.delivery.state === 'held';
      if (!circuit || isNew || !isSeenToAnswer(circuit, claim.delivery)) {
        return holdMessage(record, message, isNew ? circuit : undefined);
      }
      claim = await store.claim(newDelivery(message, record, terms), terms.now);
    }
    if (!claim.claimed) return leaveUnclaimed(record, message, claim);
    return submitClaimed(record, message, claim, isFirst ? circuit : undefined);
  };

  /** For want of time, the message is not even begun. */
  async function comeBackSoon(record: SQSRecord): Promise<Handling> {
    await queues.requeue(record, backSoon(clock.now()));
    return 'pending';
  }

  /**
   * The claim has counted an attempt, which is taken back where none was made.
   * @param open the circuit of its lane, if the message may be the one to find out whether that works again
   */
  async function submitClaimed(
    record: SQSRecord,
    message: QueueMessage,
    claim: ClaimResult & { claimed: true },
    open: Circuit | undefined,
  ): Promise<Handling> {
    const delivery = { ...claim.delivery, attempts: claim.delivery.attempts - 1 };
    const conclude = ({ change, ...then }: SendDecision): SendDecision => {
      const counted = { change: { attempts: delivery.attempts, ...change }, ...then };
      return claim.verify ? toBeVerified(counted, clock.now()) : counted;
    };
    const attempt: Attempt = { isMade: false };
    let submitted: Submitted;
    try {
      const isProbe = open !== undefined && (await holds.takeProbe(open));
      submitted =
        open && !isProbe
          ? { decision: awaitsProbe(open, message, clock.now()) }
          : await submitInTurn(record, message, { ...claim, delivery }, { attempt, isProbe });
    } catch (error) {
      const { change } = conclude(interrupted(clock.now()));
      const { lease_until } = delivery;
      // Where this fails too, the claim runs out by itself.
      if (!attempt.isMade) await store.transition(delivery.id, change, { lease_until }).catch(() => false);
      throw error;
    }
    const handling = await applyDecision(record, delivery, conclude(submitted.decision));
    // Only once it is on record that Notify has it.
    await submitted.afterwards?.();
    return handling;
  }

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
    { attempt, isProbe }: { readonly attempt: Attempt; readonly isProbe: boolean },
  ): Promise<Submitted> {
    const lane = laneOf(message);
    const { attempts, failures = 0, lookups = 0 } = claimed;
    const blame = await findings.blame(lane, claimed);
    if (blame === 'unknown' && !isProbe && attempts + lookups >= mostTriesInDoubt) {
      return { decision: awaitsLane(claimed, message, clock.now()) };
    }
    const isToBlame = blame === 'message' && failures < attempts;
    const delivery = isToBlame ? { ...claimed, failures: failures + 1 } : claimed;
    const claim = { claimed: true, verify, delivery } as const;
    const reference = referenceOf(delivery);
    if (verify && deadline.remaining() < timeNeeded.toVerify) return notTried(tooLate());
    const found = verify ? await lookUp(notify, message, reference, clock) : undefined;
    if (found) return decided(found);

    for (let turn = 1; ; turn += 1) {
      const early = preconditions(record, message, claim);
      if (early) return notTried(early);
      if (deadline.remaining() < timeNeeded.toTakeTurn) return notTried(tooLate());
      const mine = await rateLimiter.acquire(tokensFor(message), queues.isUrgent(record)).catch(fault(record));
      if (!mine) return notTried(givenBack('something of the pipeline’s own failed before its turn', clock.now()));
      if (!mine.taken) return notTried(rateLimited(mine.at, clock.now()));
      if (mine.at > clock.now()) await clock.sleep(mine.at - clock.now());
      const late = preconditions(record, message, claim);
      if (late) return notTried(late);
      if (deadline.remaining() < timeNeeded.toPost) return notTried(tooLate());

      attempt.isMade = true;
      const answer = await submit(notify, message, reference, clock);
      attempt.isMade = counts.has(answer.kind);
      if (answer.kind !== 'rate limited' || turn === mostTurns) return decided(answer);
      await share(answer, message, delivery, false);
    }

    /** The message was not given to Notify, so it found out nothing for its lane. */
    async function notTried(decision: SendDecision): Promise<Submitted> {
      if (isProbe) await findings.returnProbe(lane);
      return { decision };
    }

    async function decided(answer: SubmitResult): Promise<Submitted> {
      if (answer.kind !== 'accepted') {
        const known = await share(answer, message, delivery, isProbe);
        return { decision: decide(answer, message, delivery, clock.now(), known) };
      }
      const afterwards = async (): Promise<void> => {
        await share(answer, message, delivery, isProbe);
        if (verify && answer.posted) await countCopies(message, delivery);
      };
      return { decision: decide(answer, message, delivery, clock.now()), afterwards };
    }
  }

  function referenceOf(delivery: Delivery): string {
    return formatReference({ ...delivery, pipelineId, deliveryId: delivery.id });
  }

  /** For how long a claim lasts that is made now, in milliseconds. */
  function leaseNow(): number {
    return deadline.remaining() + leaseAfterDeadline;
  }

  function tooLate(): SendDecision {
    return givenBack('its worker had too little time left', clock.now());
  }

  /** Something of the pipeline's own failed while nothing was with Notify: that costs a few seconds. */
  function fault({ messageId }: Pick<SQSRecord, 'messageId'>): (error: unknown) => undefined {
    return (error) => {
      monitor.count(names.fault);
      monitor.error('the rate limit could not be reached', error, { message_id: messageId });
    };
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

  /** What an answer tells of its lane is for all senders to know. What became of the message is written all the same. */
  async function share(
    answer: SubmitResult,
    message: QueueMessage,
    delivery: Delivery,
    isProbe: boolean,
  ): Promise<LaneFindings> {
    try {
      return await findings.share(answer, message, delivery, isProbe);
    } catch (error) {
      monitor.count(names.fault);
      monitor.error('what an answer says of its lane is not shared', error, { delivery_id: delivery.id });
      return {};
    }
  }

  /**
   * The first attempt may have come through after all, though Notify did not have it when it was asked. Only looked at
   * once it is on record that Notify has one.
   */
  async function countCopies(message: QueueMessage, { id }: Delivery): Promise<void> {
    if (deadline.remaining() < timeNeeded.toCountCopies) return;
    const delivery = await store.find(id);
    if (!delivery || delivery.duplicate_suspected) return;
    const again = await lookUp(notify, message, referenceOf(delivery), clock);
    if (again?.kind !== 'accepted') return;
    await markCopies({ store, monitor }, delivery, { notificationId: again.notificationId, counted: again.copies });
  }

  async function applyDecision(record: SQSRecord, delivery: Delivery, decision: SendDecision): Promise<Handling> {
    const { change, next, metric, hold } = decision;
    const taken = change.notification_id !== undefined;
    const written = await recordDecision({ store, monitor }, delivery, change);
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
      await (written ? queues.deadLetter(record, next.reason) : queues.requeue(record, clock.now() + leaseNow()));
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
