import type { SQSRecord } from 'aws-lambda';
import type { QueueMessage } from '../../lib/contract/message';
import { metrics } from '../../lib/contract/metrics';
import type { ClaimResult } from '../shared/deliveries/delivery-store';
import type { SendDecision } from './decide';
import { givenBack } from './give-back';
import type { GuardedMessage } from './guard-recipient';
import { attemptsExhausted, budgetSpent, outsideSendWindow, recipientStopped } from './preconditions';
import type { SendDependencies } from './send-dependencies';
import { noBudget } from './text-budget';
import { admitAll } from './text-limits';

const { names } = metrics;

/** What can stop a claimed message before its turn and after it. */
export function createBeforeTurn(dependencies: SendDependencies) {
  const { queues, holds, clock, monitor, maxFailures, admitText = admitAll, textBudget = noBudget } = dependencies;
  return { preconditions, overBudget, admit };

  function preconditions(
    record: SQSRecord,
    { kind, message }: GuardedMessage,
    { verify: wasAsked, delivery }: ClaimResult & { claimed: true },
  ): SendDecision | undefined {
    // Where nobody has died with the message, it was received for nothing by a function that could not even begin.
    const receives = wasAsked ? Number(record.attributes.ApproximateReceiveCount) : 1;
    const now = clock.now();
    const exhausted = attemptsExhausted(delivery, { receives, maxFailures, now });
    return exhausted ?? (kind === 'stopped' ? recipientStopped(now) : outsideSendWindow(message, now));
  }

  /** A text message takes its place before its turn, so that what may not go takes no turn from others. */
  function admit(record: SQSRecord, message: QueueMessage, deliveryId: string): Promise<SendDecision | undefined> {
    const fault = (error: unknown): SendDecision => {
      monitor.count(names.fault);
      monitor.error('the limits of text messages cannot be read', error, { delivery_id: deliveryId });
      return givenBack('the limits of text messages cannot be read', clock.now());
    };
    return admitText(message, { deliveryId, urgent: queues.isUrgent(record) }).catch(fault);
  }

  /** What is known of the budget changes while a message waits for its turn. */
  async function overBudget(record: SQSRecord, message: QueueMessage): Promise<SendDecision | undefined> {
    const hold = textBudget.stop(message, queues.isUrgent(record));
    return hold && !(await holds.isLifted(hold.scope)) ? budgetSpent(message, hold, clock.now()) : undefined;
  }
}
