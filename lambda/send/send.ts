import type { SQSRecord } from 'aws-lambda';
import type { Delivery } from '../../lib/contract/delivery';
import { parseQueueMessage } from '../../lib/contract/parse-message';
import type { ClaimResult } from '../shared/deliveries/delivery-store';
import { answersNow, type Circuit } from '../shared/holds/circuit';
import { laneOf } from '../shared/holds/hold';
import { createApplyDecision } from './apply-decision';
import type { AwaitedBatch } from './awaited-batch';
import { awaitsProbe, toBeVerified, type SendDecision } from './decide';
import { heldDelivery, isPutBack, newDelivery } from './delivery-record';
import type { GuardedMessage } from './guard-recipient';
import { leaseFrom } from './lease-from';
import { createLeaveUnclaimed } from './leave-unclaimed';
import { interrupted, outsideSendWindow } from './preconditions';
import { noGuard } from './recipient-guard';
import { createScheduleMessage } from './schedule-message';
import { scheduledFor } from './scheduling';
import type { Handling, MessageContent, SendDependencies, SendProgress } from './send-dependencies';
import { createSubmitInTurn, type Attempt, type Submitted } from './submit-in-turn';
import { timeNeeded } from './time-needed';
import { createWaits } from './waits';

const openCircuit = (circuit: Circuit | undefined): Circuit | undefined => (circuit?.open ? circuit : undefined);

/**
 * Sends one message: claims it, gives it to Notify when its turn has come, writes down what came of it. When it
 * returns, the message may leave the queue; when it throws, the message has to come back.
 */
export function createSender(
  dependencies: SendDependencies,
): (record: SQSRecord, content?: MessageContent, progress?: SendProgress) => Promise<Handling> {
  const { store, queues, holds, clock, deadline } = dependencies;
  const { pipelineId, recordRetentionSeconds, traced = false, guard = noGuard } = dependencies;
  const waits = createWaits(dependencies);
  const scheduleMessage = createScheduleMessage(dependencies);
  const submitInTurn = createSubmitInTurn(dependencies);
  const applyDecision = createApplyDecision(dependencies);
  const { comeBackSoon, holdMessage, leaveUnclaimed, reject } = createLeaveUnclaimed(dependencies);

  return async (record, content = record, { onRecorded = async () => undefined, awaitedBatch } = {}) => {
    if (deadline.remaining() < timeNeeded.toTakeTurn) return comeBackSoon(record);
    if ('unreadable' in content) return reject(record, undefined, content.unreadable);
    const parsed = parseQueueMessage(content.body);
    if (!parsed.ok) return reject(record, undefined, parsed.reason);

    // The record is of the message as it came, even if somebody else gets it.
    const { message: published } = parsed;
    const guarded = await guard(published);
    const { message } = guarded;
    const hashKey = await dependencies.hashKey();
    const terms = { pipelineId, hashKey, recordRetentionSeconds, traced, lease: leaseFrom(deadline), now: clock.now() };
    const due = scheduledFor(published, record, terms.now);
    if (due !== undefined) {
      const scheduled = await scheduleMessage(record, published, due, terms);
      await onRecorded();
      if (scheduled === 'scheduled') return 'pending';
      // Of what may be with Notify it is asked first.
      if (scheduled.claimability.kind !== 'hold') return leaveUnclaimed(record, message, scheduled);
    }
    const lane = laneOf(message);
    const hold = await holds.active(lane, queues.isUrgent(record));
    const circuit = openCircuit(hold ? undefined : await holds.circuit(lane));
    // What an open circuit stops may be the one to find out whether its lane works again.
    const isFirst = circuit !== undefined && !outsideSendWindow(message, terms.now) && holds.mayTry(circuit);
    const stop = isFirst ? undefined : (hold ?? circuit);
    const candidate = stop
      ? heldDelivery(published, record, stop.reason, terms)
      : newDelivery(published, record, terms);
    let claim = await store.claim(candidate, terms.now, isPutBack(record));
    await onRecorded();
    if (claim.claimed || claim.claimability.kind !== 'duplicate') waits.seen(record, published, claim.delivery);
    if (stop && (claim.claimed || claim.claimability.kind === 'hold')) {
      const isNew = claim.claimed || claim.delivery.state === 'held';
      if (!circuit || isNew || !isSeenToAnswer(circuit, claim.delivery)) {
        return holdMessage(record, message, isNew ? circuit : undefined);
      }
      claim = await store.claim(newDelivery(published, record, terms), terms.now, true);
    }
    if (!claim.claimed) return leaveUnclaimed(record, message, claim);
    // Of what Notify may have had since an earlier attempt, its own record says that it is awaited.
    const batch = claim.verify ? undefined : awaitedBatch;
    return submitClaimed(record, guarded, claim, { batch, open: isFirst ? circuit : undefined });
  };

  /**
   * The claim has counted an attempt, which is taken back where none was made.
   * `open`: the circuit of its lane, if the message may be the one to find out whether that works again.
   */
  async function submitClaimed(
    record: SQSRecord,
    guarded: GuardedMessage,
    claim: ClaimResult & { claimed: true },
    { batch, open }: { readonly batch: AwaitedBatch | undefined; readonly open: Circuit | undefined },
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
          ? { decision: awaitsProbe(open, guarded.message, clock.now()) }
          : await submitInTurn(record, guarded, { ...claim, delivery }, { attempt, isProbe });
    } catch (error) {
      const { change } = conclude(interrupted(clock.now()));
      const { lease_until } = delivery;
      // Where this fails too, the claim runs out by itself.
      if (!attempt.isMade) await store.transition(delivery.id, change, { lease_until }).catch(() => false);
      throw error;
    }
    const handling = await applyDecision(record, guarded.message, delivery, conclude(submitted.decision), batch);
    // Only once it is on record that Notify has it.
    await submitted.afterwards?.();
    return handling;
  }

  /** Whether Notify was seen to answer for the lane since it failed on that message. */
  function isSeenToAnswer(circuit: Circuit, { failed_at }: Delivery): boolean {
    const { cause, answeredAt = -Infinity } = circuit;
    return cause === 'down' && failed_at !== undefined && answeredAt > failed_at && answersNow(circuit, clock.now());
  }
}
