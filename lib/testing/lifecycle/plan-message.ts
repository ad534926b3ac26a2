import type { StoredNotification } from '../storage/notification';
import type { StatusDelays } from './delays';
import type { Ending, Step } from './endings';
import { day, minute } from '../../contract/time';

type Message = Pick<StoredNotification, 'origin' | 'details' | 'recipient' | 'createdAt'>;

/**
 * The statuses an email or text passes through, from `created` on.
 *
 * @param queuedAfter milliseconds after its creation at which it is queued
 */
export function planMessage(message: Message, delays: StatusDelays, end: Ending, queuedAfter = 0): readonly Step[] {
  const { outcome } = delays;
  const sending = queuedAfter + delays.sending;
  const leaves: Step = { after: sending, status: message.details.international ? 'sent' : 'sending', receipt: false };
  switch (end) {
    case 'stuck':
      return [];
    case 'technical-failure':
      return [{ after: sending, status: 'technical-failure', receipt: false }];
    case 'no report':
      return [leaves, { after: threeDays(message), status: 'temporary-failure', receipt: true }];
    case 'sent':
      return [{ ...leaves, status: 'sent' }];
    case 'unknown-provider-code':
      return [leaves, { after: sending + outcome, status: 'technical-failure', receipt: true }];
    case 'temporary-failure':
      return [leaves, ...pending(message, delays, sending), { after: sending + outcome, status: end, receipt: true }];
    case 'permanent-failure':
      return [leaves, { after: sending + outcome, status: end, receipt: true }];
    default:
      return [leaves, { after: sending + outcome, status: 'delivered', receipt: true }];
  }
}

/** How an email or text ends that nobody decided about. With a test key some recipients fail, compared as they were sent: a number with spaces in it is none of them. */
export function usualEnding({ origin: { type, keyType }, details, recipient }: Message): Ending {
  if (keyType === 'test') {
    if (recipient === 'temp-fail@simulator.notify') return 'temporary-failure';
    if (recipient === 'perm-fail@simulator.notify') return 'permanent-failure';
    if (type === 'sms' && recipient.endsWith('7700900003')) return 'temporary-failure';
    if (type === 'sms' && recipient.endsWith('7700900002')) return 'permanent-failure';
  }
  return details.international && !details.reportsDelivery ? 'sent' : 'delivered';
}

/** One of Notify's two text message providers says `pending` before it says that a phone could not be reached. */
function pending({ origin, details }: Message, delays: StatusDelays, sending: number): Step[] {
  if (origin.type !== 'sms' || details.international) return [];
  return [{ after: sending + Math.min(delays.pending, delays.outcome), status: 'pending', receipt: false }];
}

/** Notify gives a message up at the first five past midnight UTC at which it is older than three days. */
function threeDays({ createdAt }: Message): number {
  const created = createdAt / 1000;
  const old = created + 3 * day;
  const sameDay = old - (old % day) + 5 * minute;
  return (sameDay >= old ? sameDay : sameDay + day) - created;
}
