import type { SQSRecord } from 'aws-lambda';
import type { Delivery } from '../../lib/contract/delivery';
import { channelOf, type QueueMessage } from '../../lib/contract/message';
import { metrics } from '../../lib/contract/metrics';
import type { ClaimResult } from '../shared/deliveries/delivery-store';
import { laneOf } from '../shared/holds/hold';
import { createBeforeTurn } from './before-turn';
import { createCountCopies, referenceOf } from './count-copies';
import { asRedirected, awaitsLane, decide, type SendDecision } from './decide';
import { givenBack } from './give-back';
import type { GuardedMessage } from './guard-recipient';
import { createLaneFindings, type LaneFindings } from './lane-findings';
import { tokensFor } from './notify-request';
import { rateLimited } from './preconditions';
import type { SendDependencies } from './send-dependencies';
import { lookUp, submit, type SubmitResult } from './submit';
import { noBudget } from './text-budget';
import { timeNeeded } from './time-needed';

/** Whether Notify was given the message, or may have been. */
export interface Attempt {
  isMade: boolean;
}

export interface Submitted {
  readonly decision: SendDecision;
  /** What is left to do once the decision is on record. */
  readonly afterwards?: () => Promise<void>;
}

/** The answers to a post that count as an attempt. Notify has not looked at the message in the others. */
const counts: ReadonlySet<SubmitResult['kind']> = new Set(['accepted', 'rejected', 'not allowed', 'unknown']);

/** How often in a row Notify may say that we are too fast. */
const mostTurns = 3;
/** How often Notify is tried for a message, posts and look-ups together, before its lane has to be seen to work. */
const mostTriesInDoubt = 2;

const { names } = metrics;

/** Asks Notify for a message that it may have, and gives it the message in its turn if it has not. */
export function createSubmitInTurn(dependencies: SendDependencies) {
  const { notify, queues, rateLimiter, clock, deadline, monitor, pipelineId } = dependencies;
  const { textBudget = noBudget } = dependencies;
  const { preconditions, overBudget, admit } = createBeforeTurn(dependencies);
  const findings = createLaneFindings(dependencies);
  const countCopies = createCountCopies(dependencies);
  return submitInTurn;

  async function submitInTurn(
    record: SQSRecord,
    guarded: GuardedMessage,
    { verify, delivery: claimed }: ClaimResult & { claimed: true },
    { attempt, isProbe }: { readonly attempt: Attempt; readonly isProbe: boolean },
  ): Promise<Submitted> {
    const { message } = guarded;
    const lane = laneOf(message);
    const { attempts, failures = 0, lookups = 0 } = claimed;
    const blame = await findings.blame(lane, claimed);
    if (blame === 'unknown' && !isProbe && attempts + lookups >= mostTriesInDoubt) {
      return { decision: awaitsLane(claimed, message, clock.now()) };
    }
    const isToBlame = blame === 'message' && failures < attempts;
    const delivery = isToBlame ? { ...claimed, failures: failures + 1 } : claimed;
    const claim = { claimed: true, verify, delivery } as const;
    const reference = referenceOf(pipelineId, delivery);
    if (verify && deadline.remaining() < timeNeeded.toVerify) return notTried(tooLate());
    if (verify) monitor.count(names.lookUp, 1, channelOf(message.type));
    const found = verify ? await lookUp(notify, message, reference, clock) : undefined;
    if (found) return decided(found);

    for (let turn = 1; ; turn += 1) {
      const early = preconditions(record, guarded, claim) ?? (await overBudget(record, message));
      const stopped = early ?? (turn === 1 ? await admit(record, message, delivery.id) : undefined);
      if (stopped) {
        // No turn is to be taken for it with those of its batch.
        rateLimiter.expectLess(queues.isUrgent(record));
        return notTried(stopped);
      }
      if (deadline.remaining() < timeNeeded.toTakeTurn) return notTried(tooLate());
      const mine = await rateLimiter.acquire(tokensFor(message), queues.isUrgent(record)).catch(fault(record));
      if (!mine) return notTried(givenBack('the pipeline failed before its turn', clock.now()));
      if (!mine.taken) return notTried(rateLimited(mine.at, clock.now()));
      if (mine.at > clock.now()) await clock.sleep(mine.at - clock.now());
      const late = preconditions(record, guarded, claim) ?? (await overBudget(record, message));
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
      const redirected = answer.posted && guarded.kind === 'redirected';
      const told = (decision: SendDecision) => (redirected ? asRedirected(decision) : decision);
      if (answer.kind !== 'accepted') {
        const known = await share(answer, message, delivery, isProbe);
        return { decision: told(decide(answer, message, delivery, clock.now(), known)) };
      }
      const { fragments = 1, copies } = answer;
      await textBudget.spend(message, queues.isUrgent(record), fragments * copies);
      const afterwards = async (): Promise<void> => {
        await share(answer, message, delivery, isProbe);
        if (verify && answer.posted) await countCopies(message, delivery);
      };
      return { decision: told(decide(answer, message, delivery, clock.now())), afterwards };
    }
  }

  function tooLate(): SendDecision {
    return givenBack('the function had too little time left', clock.now());
  }

  /** Something of the pipeline's own failed while nothing was with Notify: that costs a few seconds. */
  function fault({ messageId }: Pick<SQSRecord, 'messageId'>): (error: unknown) => undefined {
    return (error) => {
      monitor.count(names.fault);
      monitor.error('the rate limit cannot be read', error, { message_id: messageId });
    };
  }

  /** What an answer says about its lane is for all senders to know. The outcome of the message is still written. */
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
      monitor.error('what Notify answered cannot be saved for other runs', error, { delivery_id: delivery.id });
      return {};
    }
  }
}
