import type { SQSRecord } from 'aws-lambda';
import type { Clock } from '../../lib/contract/clock';
import { extendedClient, readPointer, type PayloadPointer } from '../../lib/contract/extended-client';
import { metrics } from '../../lib/contract/metrics';
import { isPayloadKey, payloads } from '../../lib/contract/payloads';
import type { Blobs, MessageQueues, Monitor, OpenBlob, SpentPayloads } from '../shared/ports';
import type { RateLimiter } from '../shared/rate-limit/rate-limiter';
import { MemoryRoom } from './memory-room';
import type { ReadingProgress } from './reading-progress';
import type { MessageContent, Handling, SendProgress } from './send-dependencies';
import { day } from '../../lib/contract/time';

export interface PayloadDependencies {
  readonly send: (record: SQSRecord, content: MessageContent, progress?: SendProgress) => Promise<Handling>;
  readonly bucketName: string;
  readonly blobs: Blobs;
  readonly spent: SpentPayloads;
  readonly queues: Pick<MessageQueues, 'requeue' | 'isUrgent'>;
  readonly rateLimiter: Pick<RateLimiter, 'expectLess'>;
  readonly clock: Clock;
  readonly monitor: Monitor;
  /** How much of messages from the bucket may be in hand at the same time, in bytes. */
  readonly mostInHand: number;
}

/**
 * Seen again after this time, a payload's time begins anew. A message that nobody looks at is on a held queue for 14 days
 * at most and on its queue for another 14, so its payload is always there when it comes.
 */
const refreshedAfter = day;
/** When one comes back for which there was no room, in milliseconds. */
const roomLater = 10_000;

/**
 * Lets `send` see what a message says whose content is in the bucket, and deletes it there once it is certain what happened
 * to the message. The message itself stays a pointer, wherever it is put.
 */
export function withPayloads(
  dependencies: PayloadDependencies,
): (record: SQSRecord, progress?: ReadingProgress) => Promise<void> {
  const { send, bucketName, blobs, spent, queues, rateLimiter, clock, monitor } = dependencies;
  const room = new MemoryRoom(dependencies.mostInHand, clock);

  return async (record, progress) => {
    const pointer = readPointer(record.body);
    const wrong = pointer && whatIsWrongWith(pointer, bucketName);
    if (pointer && pointer !== 'malformed' && !wrong) await sendPayload(record, pointer.key, progress);
    else if (wrong) await send(record, { unreadable: wrong });
    else await sendBody(record, record.body, progress);
  };

  async function sendPayload(record: SQSRecord, key: string, progress: ReadingProgress | undefined): Promise<void> {
    const found = await blobs.open(key);
    if (!found) return sendMissing(record, key);
    const wrong = whatIsWrongWithSize(found.bytes, record);
    if (wrong) {
      found.close();
      return conclude(key, await send(record, { unreadable: wrong }));
    }
    const { bytes } = found;
    if (room.tryEnter(bytes)) return sendBlob(record, key, found, progress).finally(() => room.leave(bytes));
    found.close();
    // It asks for its turn once there is room, so the others need not take one for it.
    rateLimiter.expectLess(queues.isUrgent(record));
    if (!(await room.enter(bytes))) return queues.requeue(record, clock.now() + roomLater);
    const again = async (): Promise<void> => {
      const blob = await blobs.open(key);
      return blob ? sendBlob(record, key, blob, progress) : sendMissing(record, key);
    };
    return again().finally(() => room.leave(bytes));
  }

  async function sendBlob(
    record: SQSRecord,
    key: string,
    blob: OpenBlob,
    progress: ReadingProgress | undefined,
  ): Promise<void> {
    // It may have been damaged on its way only, so it is read once more before it is given up.
    const body = (await blob.text()) ?? (await (await blobs.open(key))?.text());
    if (body === undefined) return conclude(key, await send(record, { unreadable: damaged }));
    if (blob.storedAt < clock.now() - refreshedAfter) await blobs.refresh(key);
    // Once the payload is deleted nobody reads the message again, so its own record has to say that it is awaited.
    return conclude(key, await sendBody(record, body, progress && { ...progress, awaitedBatch: undefined }));
  }

  /** Deletes a payload once the outcome of its message is certain. */
  async function conclude(key: string, handling: Handling): Promise<void> {
    if (handling === 'pending') return;
    // In this order: what is missing and not known to be spent would be taken for a message without content.
    await spent.add(key, clock.now() + payloads.keptForDays * day);
    await blobs.delete(key);
  }

  function sendBody(record: SQSRecord, body: string, progress: ReadingProgress | undefined): Promise<Handling> {
    progress?.onBody(body);
    return send(record, { body }, progress);
  }

  /** What was deleted belonged to another copy of the message, of which it is certain what became. */
  async function sendMissing(record: SQSRecord, key: string): Promise<void> {
    if (await spent.has(key)) monitor.count(metrics.names.duplicate);
    else await send(record, { unreadable: missing });
  }
}

const missing = 'the message is not in the bucket; put it there before you put its pointer on the queue';
const damaged = 'the message in the bucket does not match its checksum; publish it again';

/** Nothing is ever read or deleted but payloads of our own. */
function whatIsWrongWith(pointer: PayloadPointer | 'malformed', bucketName: string): string | undefined {
  if (pointer === 'malformed') return 'the pointer to the message must have s3BucketName and s3Key, both text';
  if (pointer.bucketName !== bucketName) {
    return `the message is not in this pipeline's bucket; put it in ${bucketName}`;
  }
  return isPayloadKey(pointer.key)
    ? undefined
    : `the s3Key of the message must be a lower-case UUID, or ${payloads.prefix} and a lower-case UUID`;
}

function whatIsWrongWithSize(bytes: number, { messageAttributes }: SQSRecord): string | undefined {
  if (bytes > payloads.mostBytes)
    return `the message is ${bytes} bytes, but the most is ${payloads.mostBytes}; make it smaller`;
  const { [extendedClient.sizeAttribute]: size, [extendedClient.legacySizeAttribute]: legacy } = messageAttributes;
  const announced = (size ?? legacy)?.stringValue;
  return announced === undefined || Number(announced) === bytes
    ? undefined
    : `the message in the bucket is ${bytes} bytes, which is not the size in its pointer`;
}
