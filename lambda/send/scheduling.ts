import type { SQSRecord } from 'aws-lambda';
import { readPointer } from '../../lib/contract/extended-client';
import type { QueueMessage } from '../../lib/contract/message';
import { longestDelay } from '../../lib/contract/scheduled';
import { day } from '../../lib/contract/time';
import { isForTable } from '../shared/schedule/packed-body';

/**
 * A payload is kept for 30 days, of which its message may then be on queues for 14: one that has to wait for longer comes back
 * in between, which refreshes it.
 */
const longestInBucket = 14 * day;

/**
 * When a message is put on its queue again that waits for its `send_after`, in milliseconds since the epoch. `undefined`: it
 * may go, or SQS can delay it until then.
 */
export function scheduledFor(
  { send_after }: Pick<QueueMessage, 'send_after'>,
  { body }: Pick<SQSRecord, 'body'>,
  now: number,
): number | undefined {
  if (send_after === undefined) return undefined;
  const start = Date.parse(send_after);
  if (start - now <= longestDelay) return undefined;
  const isInBucket = readPointer(body) !== undefined || !isForTable(body);
  return isInBucket ? Math.min(start, now + longestInBucket) : start;
}
