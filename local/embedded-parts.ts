import { DynamoDeliveryStore } from '../lambda/shared/aws/dynamo-delivery-store';
import { DynamoHoldStore } from '../lambda/shared/aws/dynamo-hold-store';
import { DynamoRateLimitStore } from '../lambda/shared/aws/dynamo-rate-limit-store';
import { createDynamoSchedule } from '../lambda/shared/aws/dynamo-schedule';
import { createSqsMessageQueues } from '../lambda/shared/aws/sqs-queues';
import { createNotifySource } from '../lambda/shared/notify/notify-source';
import type { Monitor } from '../lambda/shared/ports';
import { LeasedRateLimiter } from '../lambda/shared/rate-limit/rate-limiter';
import { rateLimitSettings } from '../lib/contract/rate-limit';
import { ChangeStream, streamed } from './aws/change-stream';
import { openTables as openEmbeddedTables } from './aws/embedded-table';
import { MemoryBlobs } from './aws/memory-blobs';
import { createQueues } from './aws/memory-queues';
import { memorySqs } from './aws/memory-sqs';
import { WatchedSchedule } from './aws/watched-schedule';
import type { PipelineShape } from './template';
import type { VirtualClock } from './virtual-clock';

export interface EmbeddedPartsSettings {
  /** What the synthesized stack says. */
  readonly shape: PipelineShape;
  readonly clock: VirtualClock;
  readonly monitor: Monitor;
  /** Of the Notify that messages are given to. */
  readonly baseUrl: string;
  readonly apiKey: string;
  /** Opens the tables, for who wants to watch what is asked of them. @default in this process, unwatched */
  readonly openTables?: typeof openEmbeddedTables;
}

export const pipelineId = 'local';
const bucketName = 'bucket';
const hashKey = 'the embedded pipeline keeps nothing';

/** What the functions of a pipeline in this process share: AWS in memory, Notify, and the time. */
export async function openParts(given: EmbeddedPartsSettings) {
  const { shape, clock, monitor, baseUrl, apiKey, openTables = openEmbeddedTables } = given;
  const queues = createQueues(shape, clock);
  const { sqs, urls } = memorySqs(queues);
  const tables = await openTables({ deliveries: shape.table, scheduled: shape.scheduledTable });
  const table = tables.deliveries;
  const stream = new ChangeStream();
  const blobs = new MemoryBlobs(clock);
  const secret = { value: async () => apiKey, reread: async () => apiKey };
  const rate = rateLimitSettings(shape.rateLimit, shape.rateShare);
  return {
    shape,
    queues,
    sqs,
    urls,
    tables,
    table,
    stream,
    blobs,
    bucketName,
    hashKey,
    rate,
    scheduled: new WatchedSchedule(createDynamoSchedule(tables.scheduled.client, tables.scheduled.name)),
    holds: new DynamoHoldStore(table.client, table.name),
    rateLimiter: new LeasedRateLimiter(new DynamoRateLimitStore(table.client, table.name, rate), rate, clock),
    aside: createSqsMessageQueues(sqs, urls, clock, { bucketName, blobs }),
    /** What nearly every function is given. */
    common: {
      store: streamed(new DynamoDeliveryStore(table.client, table.name), stream),
      notify: createNotifySource(secret, { baseUrl, clock }),
      clock,
      monitor,
      pipelineId,
    },
  };
}

export type EmbeddedParts = Awaited<ReturnType<typeof openParts>>;
