import type { SQSRecord } from 'aws-lambda';
import type { Clock } from '../../lib/contract/clock';
import { extendedClient, readPointer, type PayloadPointer } from '../../lib/contract/extended-client';
import { metrics } from '../../lib/contract/metrics';
import { isPayloadKey, payloads } from '../../lib/contract/payloads';
import type { Blobs, MessageQueues, Monitor, OpenBlob, SpentPayloads } from '../shared/ports';
import type { ReadingProgress } from './reading-progress';
import type { MessageContent, Handling } from './send';
import { day } from '../../lib/contract/time';

export interface PayloadDependencies {
  readonly send: (record: SQSRecord, content: MessageContent, onRecorded?: () => Promise<void>) => Promise<Handling>;
  readonly bucketName: string;
  readonly blobs: Blobs;
  readonly spent: SpentPayloads;
  readonly queues: Pick<MessageQueues, 'requeue'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly monitor: Monitor;
}

/**
 * Seen again after this time, a payload's time begins anew. A message that nobody looks at is on a held queue for 14 days
 * at most and on its queue for another 14, so its payload is always there when it comes.
 */
const refreshedAfter = day;
/** A message takes up to nine times its size while it is sent (`npm run bench:send`), and a function has 1 GB. In bytes. */
const mostInHand = 48 * 1024 * 1024;
/** When one comes back for which there was no room, in milliseconds. */
const roomLater = 10_000;

/**
 * Lets `send` see what a message says whose content is in the bucket, and deletes it there once it is certain what became
 * of the message. The message itself stays a pointer, wherever it is put.
 */
export function withPayloads(
  dependencies: PayloadDependencies,
): (record: SQSRecord, progress?: ReadingProgress) => Promise<void> {
  const { send, bucketName, blobs, spent, queues, clock, monitor } = dependencies;
  let inHand = 0;

  return async (record, progress) => {
    const pointer = readPointer(record.body);
    const wrong = pointer && whatIsWrongWith(pointer, bucketName);
    if (pointer && pointer !== 'malformed' && !wrong) await sendPayload(record, pointer.key, progress);
    else if (wrong) await send(record, { unreadable: wrong });
    else await sendBody(record, record.body, progress);
  };

  async function sendPayload(record: SQSRecord, key: string, progress: ReadingProgress | undefined): Promise<void> {
    const blob = await blobs.open(key);
    if (!blob) return sendMissing(record, key);
    const wrong = whatIsWrongWithSize(blob.bytes, record);
    if (wrong) blob.close();
    else if (inHand + blob.bytes > mostInHand) {
      blob.close();
      return queues.requeue(record, clock.now() + roomLater);
    }
    const fate = await (wrong ? send(record, { unreadable: wrong }) : sendBlob(record, key, blob, progress));
    if (fate === 'pending') return;
    // In this order: what is missing and not known to be spent would be taken for a message without content.
    await spent.add(key, clock.now() + payloads.keptForDays * day);
    await blobs.delete(key);
  }

  async function sendBlob(
    record: SQSRecord,
    key: string,
    blob: OpenBlob,
    progress: ReadingProgress | undefined,
  ): Promise<Handling> {
    inHand += blob.bytes;
    try {
      // It may have been damaged on its way only, so it is read once more before it is given up.
      const body = (await blob.text()) ?? (await (await blobs.open(key))?.text());
      if (body === undefined) return await send(record, { unreadable: damaged });
      if (blob.storedAt < clock.now() - refreshedAfter) await blobs.refresh(key);
      return await sendBody(record, body, progress);
    } finally {
      inHand -= blob.bytes;
    }
  }

  function sendBody(record: SQSRecord, body: string, progress: ReadingProgress | undefined): Promise<Handling> {
    progress?.onBody(body);
    return send(record, { body }, progress?.onRecorded);
  }

  /** What was deleted belonged to another copy of the message, of which it is certain what became. */
  async function sendMissing(record: SQSRecord, key: string): Promise<void> {
    if (await spent.has(key)) monitor.count(metrics.names.duplicate);
    else await send(record, { unreadable: missing });
  }
}

const missing = 'the message is not in the bucket; put it there before its pointer goes on the queue';
const damaged = 'the message in the bucket does not match its checksum; publish it again';

/** Nothing is ever read or deleted but payloads of our own. */
function whatIsWrongWith(pointer: PayloadPointer | 'malformed', bucketName: string): string | undefined {
  if (pointer === 'malformed') return 'the pointer to the message must hold s3BucketName and s3Key, both as text';
  if (pointer.bucketName !== bucketName) {
    return `the message is in a bucket that is not this pipeline's; put it into ${bucketName}`;
  }
  return isPayloadKey(pointer.key)
    ? undefined
    : `the s3Key of the message must be a UUID in lower case, or ${payloads.prefix} and one`;
}

function whatIsWrongWithSize(bytes: number, { messageAttributes }: SQSRecord): string | undefined {
  if (bytes > payloads.mostBytes) return `the message is ${bytes} bytes, and may be at most ${payloads.mostBytes}`;
  const { [extendedClient.sizeAttribute]: size, [extendedClient.legacySizeAttribute]: legacy } = messageAttributes;
  const announced = (size ?? legacy)?.stringValue;
  return announced === undefined || Number(announced) === bytes
    ? undefined
    : `the message in the bucket is ${bytes} bytes, which is not the size that was announced`;
}
