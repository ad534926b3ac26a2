/**
 * The wire format of the Amazon SQS Extended Client: what is too big for SQS is in a bucket, and on the queue is a pointer
 * to it, as Java's Jackson writes an object with the name of its class.
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-managing-large-messages.html
 */
export const extendedClient = {
  pointerClass: 'software.amazon.payloadoffloading.PayloadS3Pointer',
  /** As older versions of the clients write it, and newer ones when they are asked to. */
  legacyPointerClass: 'com.amazon.sqs.javamessaging.MessageS3Pointer',
  /** The message attribute with the size of what is in the bucket, in bytes. */
  sizeAttribute: 'ExtendedPayloadSize',
  legacySizeAttribute: 'SQSLargePayloadSize',
} as const;

export interface PayloadPointer {
  readonly bucketName: string;
  readonly key: string;
}

/** The body of a message whose content is in a bucket. */
export function writePointer({ bucketName, key }: PayloadPointer): string {
  return JSON.stringify([extendedClient.pointerClass, { s3BucketName: bucketName, s3Key: key }]);
}

/** No pointer is longer. What is, need not be read to know that it is none. */
const longestPointer = 4096;

/** Reads the body of a message. `undefined`: it is no pointer. `malformed`: it is meant to be one, and leads nowhere. */
export function readPointer(body: string): PayloadPointer | 'malformed' | undefined {
  // Most messages are no list, and need not be read twice.
  if (body.length > longestPointer || !body.trimStart().startsWith('[')) return undefined;
  const [name, pointer] = listIn(body);
  if (name !== extendedClient.pointerClass && name !== extendedClient.legacyPointerClass) return undefined;
  const { s3BucketName: bucketName, s3Key: key } = { ...(pointer as Readonly<Record<string, unknown>> | undefined) };
  return typeof bucketName === 'string' && typeof key === 'string' ? { bucketName, key } : 'malformed';
}

function listIn(json: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(json);
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}
