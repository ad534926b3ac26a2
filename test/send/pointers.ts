import { randomUUID } from 'node:crypto';
import type { SQSMessageAttributes, SQSRecord } from 'aws-lambda';
import { aRecord } from './records';
import { bucketName, type SenderInTest } from './sender-in-test';

interface Pointer {
  readonly bucket: string;
  readonly key: string;
}

/** How a client puts a pointer on the queue, byte for byte, and under which name it says the size. */
export interface Dialect {
  readonly client: string;
  readonly body: (pointer: Pointer) => string;
  readonly sizeAttribute: string;
  readonly key: () => string;
}

const ofJava = ({ bucket, key }: Pointer) =>
  `["software.amazon.payloadoffloading.PayloadS3Pointer",{"s3BucketName":"${bucket}","s3Key":"${key}"}]`;

export const java: Dialect = {
  client: 'Java 2.x',
  body: ofJava,
  sizeAttribute: 'ExtendedPayloadSize',
  key: randomUUID,
};

export const dialects: readonly Dialect[] = [
  java,
  { ...java, client: 'Java with an S3 key prefix', key: () => `payloads/${randomUUID()}` },
  {
    ...java,
    client: 'Java 1.x',
    body: ({ bucket, key }) =>
      `["com.amazon.sqs.javamessaging.MessageS3Pointer",{"s3BucketName":"${bucket}","s3Key":"${key}"}]`,
    sizeAttribute: 'SQSLargePayloadSize',
  },
  {
    ...java,
    client: 'Python',
    body: ({ bucket, key }) =>
      `["software.amazon.payloadoffloading.PayloadS3Pointer", {"s3BucketName": "${bucket}", "s3Key": "${key}"}]`,
  },
  {
    ...java,
    client: 'Python with use_legacy_attribute',
    body: ({ bucket, key }) =>
      `["com.amazon.sqs.javamessaging.MessageS3Pointer", {"s3BucketName": "${bucket}", "s3Key": "${key}"}]`,
    sizeAttribute: 'SQSLargePayloadSize',
  },
];

export interface PointerTerms {
  readonly dialect?: Dialect;
  readonly bucket?: string;
  readonly key?: string;
  /** What the message says of its size, if anything. */
  readonly size?: number | string | undefined;
}

/** The message on the queue whose content is in a bucket. */
export function aPointer(terms: PointerTerms = {}): SQSRecord {
  const { dialect = java, bucket = bucketName, key = dialect.key(), size } = terms;
  const attributes: SQSMessageAttributes =
    size === undefined
      ? {}
      : {
          [dialect.sizeAttribute]: {
            dataType: 'Number',
            stringValue: String(size),
            stringListValues: [],
            binaryListValues: [],
          },
        };
  return aRecord(dialect.body({ bucket, key }), { attributes });
}

/** Puts a message into the bucket as an extended client does. Answers what it puts on the queue. */
export async function offload(
  { bucket }: SenderInTest,
  message: unknown,
  terms: PointerTerms = {},
): Promise<{ record: SQSRecord; key: string }> {
  const content = typeof message === 'string' ? message : JSON.stringify(message);
  const key = terms.key ?? (terms.dialect ?? java).key();
  await bucket.put(key, content);
  return { record: aPointer({ size: Buffer.byteLength(content), ...terms, key }), key };
}
