import type { Delivery } from '../../lib/contract/delivery';
import { taskErrors } from '../../lib/contract/send-task';
import type { Claimability } from '../shared/deliveries/states';
import type { TaskAnswer } from '../shared/tasks/waiting-tasks';

/** What of a delivery an answer says. It names no recipient and holds no content. */
export type AnsweredDelivery = Pick<
  Delivery,
  'state' | 'failure' | 'reason' | 'status' | 'notification_id' | 'reference' | 'sent_at' | 'completed_at'
> & { readonly delivery_id: string };

/** Decides how a task ends whose delivery has come to this state. `undefined`: it goes on. */
export function decide(delivery: AnsweredDelivery): TaskAnswer | undefined {
  const { state } = delivery;
  if (state === 'sending' || state === 'held' || state === 'sent') return undefined;
  const output = described(delivery);
  return state === 'delivered'
    ? { kind: 'succeeded', output }
    : { kind: 'failed', error: taskErrors[state], cause: output };
}

/** How a task ends whose message can be no message. */
export const refused = (reason: string): TaskAnswer => ({
  kind: 'failed',
  error: taskErrors.rejected,
  cause: { state: 'rejected', reason },
});

/** What is done about a message under whose idempotency key there is a delivery. */
export type StartDecision =
  | { readonly kind: 'publish' }
  /** Its delivery is on its way, and needs no other message. */
  | { readonly kind: 'wait' }
  | { readonly kind: 'end'; readonly answer: TaskAnswer };

/** Decides by how the message stands to that delivery. */
export function decideStart(known: AnsweredDelivery, stands: Claimability['kind']): StartDecision {
  if (stands === 'conflict') {
    return { kind: 'end', answer: refused('the idempotency key was used for another message: use another key') };
  }
  if (stands !== 'duplicate') return { kind: stands === 'busy' ? 'wait' : 'publish' };
  const answer = decide(known);
  return answer ? { kind: 'end', answer } : { kind: 'wait' };
}

function described(delivery: AnsweredDelivery): object {
  const { delivery_id, state, failure, reason, status, notification_id, reference, sent_at, completed_at } = delivery;
  const fields = { delivery_id, state, failure, reason, status, notification_id, reference, sent_at, completed_at };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
