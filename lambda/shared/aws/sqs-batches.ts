import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  SendMessageBatchCommand,
  type BatchResultErrorEntry,
  type ChangeMessageVisibilityBatchRequestEntry,
  type MessageAttributeValue,
  type SendMessageBatchRequestEntry,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { payloads } from '../../../lib/contract/payloads';
import { isPassingFault } from '../passing-fault';

/** As many messages as SQS takes, gives or deletes in one call. */
export const mostInBatch = 10;

/** The result of each entry, by its place: `undefined` if SQS accepted it, otherwise what went wrong. */
export type Faults = readonly unknown[];

type Sqs = Pick<SQSClient, 'send'>;
type WithoutId<Entry> = Omit<Entry, 'Id'>;
export type MessageToSend = WithoutId<SendMessageBatchRequestEntry>;

/**
 * Sends messages with as few calls as SQS allows: it takes ten at a time, which together are no bigger than one may be.
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html
 */
export async function sendMessages(sqs: Sqs, queueUrl: string, messages: readonly MessageToSend[]): Promise<Faults> {
  const call = (Entries: SendMessageBatchRequestEntry[]): Promise<BatchResult> =>
    sqs.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
  return (await Promise.all(inBatches(messages).map((batch) => callBatch(batch, call)))).flat();
}

/** Deletes up to ten messages by their receipts. */
export const deleteMessages = (sqs: Sqs, queueUrl: string, receiptHandles: readonly string[]): Promise<Faults> =>
  callBatch(
    receiptHandles.map((ReceiptHandle) => ({ ReceiptHandle })),
    (Entries) => sqs.send(new DeleteMessageBatchCommand({ QueueUrl: queueUrl, Entries })),
  );

/** Changes for how long up to ten messages stay out of sight. */
export const hideMessages = (
  sqs: Sqs,
  queueUrl: string,
  hidden: readonly WithoutId<ChangeMessageVisibilityBatchRequestEntry>[],
): Promise<Faults> =>
  callBatch(hidden, (Entries) => sqs.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: queueUrl, Entries })));

/** What SQS counts of a message, in bytes: names, types and values of the attributes too. */
export function bytesOnQueue(body: string, attributes: Readonly<Record<string, MessageAttributeValue>>): number {
  const sizes = Object.entries(attributes).map(
    ([name, { DataType = '', StringValue = '', BinaryValue }]) =>
      Buffer.byteLength(name + DataType + StringValue) + (BinaryValue?.byteLength ?? 0),
  );
  return sizes.reduce((sum, size) => sum + size, Buffer.byteLength(body));
}

function inBatches(messages: readonly MessageToSend[]): readonly MessageToSend[][] {
  const batches: MessageToSend[][] = [];
  let room = 0;
  for (const message of messages) {
    const bytes = bytesOnQueue(message.MessageBody ?? '', message.MessageAttributes ?? {});
    const open = batches.at(-1);
    if (open && bytes <= room && open.length < mostInBatch) {
      open.push(message);
      room -= bytes;
    } else {
      batches.push([message]);
      room = payloads.mostOnQueue - bytes;
    }
  }
  return batches;
}

interface BatchResult {
  readonly Successful?: readonly { readonly Id: string | undefined }[] | undefined;
  readonly Failed?: readonly BatchResultErrorEntry[] | undefined;
}

type Call<Entry> = (entries: (Entry & { Id: string })[]) => Promise<BatchResult>;

/**
 * Makes one call for all entries. Those on which SQS itself failed are tried once more, and where it refuses the call for
 * what is in it, each is tried on its own: none is to blame for its neighbours.
 */
async function callBatch<Entry extends object>(entries: readonly Entry[], call: Call<Entry>): Promise<Faults> {
  try {
    const faults = await callOnce(entries, call);
    const failed = entries.filter((entry) => faults.get(entry)?.$fault === 'server');
    const again = failed.length > 0 ? await callOnce(failed, call).catch(() => faults) : faults;
    return entries.map((entry) => (failed.includes(entry) ? again : faults).get(entry));
  } catch (error) {
    if (entries.length === 1 || isPassingFault(error)) return entries.map(() => error);
    return (await Promise.all(entries.map((entry) => callBatch([entry], call)))).flat();
  }
}

/** Answers what went wrong with the entries that SQS does not name as done. */
async function callOnce<Entry extends object>(
  entries: readonly Entry[],
  call: Call<Entry>,
): Promise<ReadonlyMap<Entry, EntryError>> {
  const { Successful = [], Failed = [] } = await call(entries.map((entry, place) => ({ ...entry, Id: String(place) })));
  const done = new Set(Successful.map(({ Id }) => Id));
  const failures = new Map(Failed.map((failure) => [failure.Id, failure]));
  return new Map(
    entries.flatMap((entry, place) =>
      done.has(String(place)) ? [] : [[entry, new EntryError(failures.get(String(place)))] as const],
    ),
  );
}

/** SQS did not do what one entry of a batch asked for. It has the fields by which an error of the SDK is classified. */
class EntryError extends Error {
  readonly $fault: 'client' | 'server';

  constructor({ Code = 'NoResult', SenderFault = false }: Partial<BatchResultErrorEntry> = {}) {
    super('SQS did not do what one entry of a batch asked for');
    this.name = Code;
    this.$fault = SenderFault ? 'client' : 'server';
  }
}
