import { randomUUID } from 'node:crypto';
import { extendedClient, writePointer } from '../contract/extended-client';
import { deliveryId } from '../contract/identity';
import { channelOf } from '../contract/message';
import { payloads } from '../contract/payloads';
import type { Channel, QueueMessage } from '../contract/queue-message';
import { senderAttribute } from '../contract/sender';
import { InvalidMessageError } from './errors';
import type { Published } from './messages';
import type { KeyedMessage } from './queue-message';

/** A message as it travels: on the queue, or in the bucket with a pointer to it on the queue. */
export interface Parcel extends Published {
  readonly queueUrl: string;
  /** What goes on the queue. */
  readonly body: string;
  /** SQS is fair between groups: a text message does not wait behind a mailing of emails. */
  readonly groupId: Channel;
  /** Which service it is of, if the publisher says so. */
  readonly sender?: string | undefined;
  /** What goes into the bucket before, if anything. */
  readonly payload?: { readonly key: string; readonly content: string; readonly bytes: number };
}

export interface PackTerms {
  readonly queueUrl: string;
  readonly pipelineId: string;
  readonly bucketName?: string | undefined;
  readonly sender?: string | undefined;
}

export const { mostOnQueue } = payloads;
/** What a message is given to carry when the pipeline puts it aside, and some more. */
const carriedLater = 4096;

/**
 * Packs a message: through the bucket when it is too big for SQS, or holds a file.
 * @throws InvalidMessageError when it has to go through the bucket and cannot.
 */
export function pack(message: KeyedMessage, { queueUrl, pipelineId, bucketName, sender }: PackTerms): Parcel {
  const content = jsonOf(message);
  const bytes = Buffer.byteLength(content);
  const known = {
    queueUrl,
    deliveryId: deliveryId(pipelineId, message.idempotency_key, sender),
    idempotencyKey: message.idempotency_key,
    groupId: channelOf(message.type),
    sender,
  };
  if (!goesThroughBucket(bytes, message)) return { ...known, body: content };

  if (!bucketName) {
    throw new InvalidMessageError(
      'bucketName is missing: a message that holds a file, or is over 1 MiB, goes through the bucket; give it to the publisher',
    );
  }
  if (bytes > payloads.mostBytes) {
    throw new InvalidMessageError(
      `the message is ${bytes} bytes, but the most is ${payloads.mostBytes}: make its files smaller`,
    );
  }
  return { ...known, ...throughBucket(bucketName, content) };
}

/** Whether a message of so many bytes goes through the bucket: it is too big for SQS, or holds a file. */
export const goesThroughBucket = (bytes: number, message?: QueueMessage): boolean =>
  bytes > mostOnQueue - carriedLater || (message !== undefined && holdsFile(message));

/** What goes on the queue, and what into the bucket before, of a message that goes through it. */
export function throughBucket(bucketName: string, content: string): Required<Pick<Parcel, 'body' | 'payload'>> {
  const key = `${payloads.prefix}${randomUUID()}`;
  return {
    body: writePointer({ bucketName, key }),
    payload: { key, content, bytes: Buffer.byteLength(content) },
  };
}

/** The message attributes of a parcel. */
export const attributesOf = ({ payload, sender }: Pick<Parcel, 'payload' | 'sender'>) =>
  payload || sender
    ? {
        ...(payload && { [extendedClient.sizeAttribute]: { DataType: 'Number', StringValue: String(payload.bytes) } }),
        ...(sender && { [senderAttribute]: { DataType: 'String', StringValue: sender } }),
      }
    : undefined;

/** How much of a batch a parcel takes: SQS counts names, types and values of the attributes too. */
export function bytesOnQueue(parcel: Parcel): number {
  const attributes = Object.entries(attributesOf(parcel) ?? {});
  return attributes.reduce(
    (bytes, [name, { DataType, StringValue }]) => bytes + name.length + DataType.length + StringValue.length,
    Buffer.byteLength(parcel.body),
  );
}

function holdsFile(message: QueueMessage): boolean {
  if (message.type === 'precompiled_letter') return true;
  return Object.values(message.personalisation ?? {}).some(
    (value) => typeof value === 'object' && value !== null && 'file' in value,
  );
}

/** Two characters that JSON takes as they are and SQS does not are escaped. */
const jsonOf = (message: QueueMessage): string =>
  JSON.stringify(message).replace(/[\ufffe\uffff]/g, (one) => `\\u${one.charCodeAt(0).toString(16)}`);
