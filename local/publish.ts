import { parseQueueMessage } from '../lib/contract/parse-message';
import { attributesOf, goesThroughBucket, throughBucket } from '../lib/publisher/parcel';
import type { MemoryBlobs } from './aws/memory-blobs';
import type { MemoryQueue, SendOptions } from './aws/memory-queue';
import { toLambda } from './aws/memory-sqs';

/**
 * Puts a message on a queue by the way that the publisher takes: through the bucket if it is too big for SQS or holds a
 * file. Answers SQS's message id.
 */
export function publish(
  body: string,
  queue: MemoryQueue,
  bucketName: string,
  blobs: MemoryBlobs,
  options: Pick<SendOptions, 'traceHeader'> = {},
): string {
  const parsed = parseQueueMessage(body);
  if (!goesThroughBucket(Buffer.byteLength(body), parsed.ok ? parsed.message : undefined))
    return queue.send(body, {}, options);
  const parcel = throughBucket(bucketName, body);
  // It is there when the call returns.
  void blobs.put(parcel.payload.key, body);
  return queue.send(parcel.body, toLambda(attributesOf(parcel)), options);
}
