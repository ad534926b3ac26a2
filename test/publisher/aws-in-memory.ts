import { PutObjectCommand } from '@aws-sdk/client-s3';
import {
  SendMessageBatchCommand,
  type BatchResultErrorEntry,
  type SendMessageBatchRequestEntry,
} from '@aws-sdk/client-sqs';
import { NotifyPublisher, type NotifyPublisherOptions } from '../../lib/publisher';
import { noon } from '../shared/deliveries/deliveries';
import { ClockInTest } from '../fakes/clock-in-test';

export const queueUrl = 'https://sqs.eu-west-2.amazonaws.com/1/queue';
export const urgentQueueUrl = 'https://sqs.eu-west-2.amazonaws.com/1/urgent';
export const bucketName = 'staging-bucket';
export const pipelineId = 'staging';

export interface BatchSent {
  readonly queueUrl: string;
  readonly entries: readonly SendMessageBatchRequestEntry[];
}

/** How SQS meets one request: an error, or those of its entries that it does not take, by their place. */
export type Meets = Error | Readonly<Record<number, Omit<BatchResultErrorEntry, 'Id'>>>;

/** SQS and S3 as far as the publisher calls them. They fail when the test says so. */
export class AwsInMemory {
  readonly batches: BatchSent[] = [];
  /** What is in the bucket, by its key. */
  readonly objects = new Map<string, string>();
  /** Every key that something was put under. */
  readonly puts: string[] = [];
  /** For the next requests, one each. */
  readonly sqsMeets: Meets[] = [];
  readonly s3Meets: Error[] = [];
  /** How many requests were on their way at the same time. */
  mostAtOnce = 0;
  /** Holds every request back until then. */
  gate: Promise<void> = Promise.resolve();
  #now = 0;

  readonly sqsClient = { send: (command: unknown) => this.#sendBatch(command) } as NonNullable<
    NotifyPublisherOptions['sqsClient']
  >;
  readonly s3Client = { send: (command: unknown) => this.#put(command) } as NonNullable<
    NotifyPublisherOptions['s3Client']
  >;

  /** Every entry that is on a queue. */
  get entries(): readonly SendMessageBatchRequestEntry[] {
    return this.batches.flatMap(({ entries }) => entries);
  }

  get bodies(): readonly Readonly<Record<string, unknown>>[] {
    return this.entries.map(({ MessageBody = '' }) => JSON.parse(MessageBody) as Readonly<Record<string, unknown>>);
  }

  async #sendBatch(command: unknown): Promise<object> {
    if (!(command instanceof SendMessageBatchCommand)) throw new Error('not a batch');
    const { QueueUrl = '', Entries = [] } = command.input;
    this.#now += 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.#now);
    await this.gate;
    this.#now -= 1;
    const meets = this.sqsMeets.shift() ?? {};
    if (meets instanceof Error) throw meets;
    const taken = Entries.filter((_, place) => !meets[place]);
    this.batches.push({ queueUrl: QueueUrl, entries: taken });
    return { Failed: Object.entries(meets).map(([place, why]) => ({ Id: Entries[Number(place)]?.Id, ...why })) };
  }

  async #put(command: unknown): Promise<object> {
    if (!(command instanceof PutObjectCommand)) throw new Error('not a put');
    const { Bucket, Key = '', Body } = command.input;
    if (Bucket !== bucketName || typeof Body !== 'string') throw new Error('not what is put there');
    this.puts.push(Key);
    const meets = this.s3Meets.shift();
    if (meets) throw meets;
    this.objects.set(Key, Body);
    return {};
  }
}

/** A publisher with everything, and the AWS that it talks to. */
export function openPublisher(options: Partial<NotifyPublisherOptions> = {}) {
  const aws = new AwsInMemory();
  const clock = new ClockInTest(noon);
  const { sqsClient, s3Client } = aws;
  const all = { queueUrl, urgentQueueUrl, bucketName, pipelineId, sqsClient, s3Client, clock, ...options };
  return { aws, clock, publisher: new NotifyPublisher(all) };
}

/** An error as the SDK makes it. */
export const awsError = (name: string, $fault?: 'client' | 'server'): Error =>
  Object.assign(new Error('what AWS says'), { name, $fault });
