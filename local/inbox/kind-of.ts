import type { Delivery } from '../../lib/contract/delivery';
import type { InboxDelivery } from '../../lib/testing';

/** How a delivery is to be understood: a message that waits for a time of its own is not held by Notify. */
export function kindOf(
  { state, reason }: Pick<Delivery, 'state' | 'reason'>,
  isDeadLetter: boolean,
): InboxDelivery['kind'] {
  if (isDeadLetter) return 'dead letter';
  switch (state) {
    case 'held':
      return reason === waitsForItsTime ? 'scheduled' : 'held';
    case 'sending':
    case 'sent':
      return 'under way';
    case 'sent_untracked':
    case 'delivered':
      return 'done';
    case 'failed':
    case 'rejected':
    case 'expired':
    case 'cancelled':
      return state;
  }
}

/** What the sender writes of a message that has a `send_after`. */
const waitsForItsTime = 'it waits for send_after';
