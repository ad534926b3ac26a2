import { foldPhoneNumber } from '../../lib/rules/recipients/fold';
import { letterPdfKey } from '../../lib/contract/letter-pdfs';
import type { Delivery } from '../../lib/contract/delivery';
import type { PipelineDescription } from '../../lib/contract/pipeline-parameter';
import type { Clock } from '../../lib/contract/clock';
import { Contents, eraseMessages, type QueueErasure } from './erase-messages';
import type { ReadableBucket } from './payload-bucket';
import type { Person } from './person';
import type { PersonRecords } from './person-records';
import { queuesOf } from './pipeline-queues';
import type { Sqs } from './take-messages';
import { decide, unseenTombstone } from './tombstone';

export interface EraseSettings {
  readonly sqs: Sqs;
  readonly bucket: ReadableBucket;
  readonly records: PersonRecords;
  readonly pipeline: PipelineDescription;
  readonly person: Person;
  readonly hashKey: string;
  readonly isDryRun: boolean;
  readonly clock: Pick<Clock, 'now'>;
  readonly stop: AbortSignal;
}

/** What there was of a person. It is deleted, unless it was a dry run. */
export interface Erasure {
  readonly queues: readonly QueueErasure[];
  /** Contents of messages in the bucket. */
  readonly payloads: number;
  /** Contents of messages to others in the bucket that mention the person. They are left alone. */
  readonly payloadMentions: number;
  readonly records: number;
  readonly scheduledMessages: number;
  readonly letterPdfs: number;
  /** Records of messages that are being given to Notify at this moment. They are left alone. */
  readonly inHand: number;
  /** What could not be reached, and why. */
  readonly failures: readonly { readonly where: string; readonly error: unknown }[];
}

/** How often a record may change between being read and being written. */
const mostTries = 5;

/**
 * Deletes all that a pipeline has of one person. Messages go first: what is sent meanwhile is on record by the time that the
 * records are looked at. If something cannot be reached, the rest is deleted all the same. It can be run again.
 */
export async function erase(settings: EraseSettings): Promise<Erasure> {
  const { sqs, bucket, records, pipeline, person, hashKey, isDryRun, clock, stop } = settings;
  const contents = new Contents(bucket, pipeline.bucketName);
  const ids = new Set<string>();
  const failures: { where: string; error: unknown }[] = [];
  const counts = { payloads: 0, payloadMentions: 0, records: 0, scheduledMessages: 0, letterPdfs: 0, inHand: 0 };
  const queues: QueueErasure[] = [];

  const reach = async (where: string, work: () => Promise<void>): Promise<void> => {
    if (stop.aborted) return;
    await work().catch((error: unknown) => void failures.push({ where, error }));
  };

  // What waits is put on the queues that messages come in by, so those come after it.
  for (const queue of queuesOf(pipeline).toSorted((a, b) => rank(a.name) - rank(b.name))) {
    await reach(`queue ${queue.name}`, async () => {
      const about = { sqs, queue, person, contents, isDryRun, stop, pipelineId: pipeline.pipelineId };
      queues.push(await eraseMessages({ ...about, onFound: (id) => void ids.add(id) }));
    });
  }

  await reach('the bucket', async () => {
    for await (const key of bucket.payloadKeys()) {
      if (stop.aborted) return;
      const relation = await contents.relationOfPayload(key, person);
      if (relation === 'mentions them') counts.payloadMentions += 1;
      if (relation !== 'theirs') continue;
      counts.payloads += 1;
      if (!isDryRun) await bucket.delete(key);
    }
  });

  await reach('the table', async () => {
    for await (const { id } of records.of(person.hash)) ids.add(id);
    for (const id of ids) {
      if (stop.aborted) return;
      await eraseRecord(id);
    }
  });

  const { recipient } = person;
  if ('phoneNumber' in recipient && !isDryRun) {
    await reach('the table', () => records.forgetTexts(foldPhoneNumber(recipient.phoneNumber), hashKey));
  }
  return { ...counts, queues, failures };

  async function eraseRecord(id: string): Promise<void> {
    for (let tries = 0; tries < mostTries; tries += 1) {
      const delivery = await records.find(id);
      if (!delivery) {
        if (isDryRun || (await records.create(unseenTombstone(id, clock.now())))) return;
        continue;
      }
      const decision = decide(delivery, clock.now());
      if (decision.kind === 'in hand') return void (counts.inHand += 1);
      // What the record names goes first: nobody would find it afterwards.
      await eraseNamed(delivery);
      if (!isDryRun && !(await records.writeTombstone(delivery, decision.tombstone))) continue;
      counts.records += 1;
      return;
    }
    // Each time somebody has come a step further with it.
    counts.inHand += 1;
  }

  async function eraseNamed(delivery: Delivery): Promise<void> {
    if ((await records.scheduledBody(delivery)) !== undefined) {
      counts.scheduledMessages += 1;
      if (!isDryRun) await records.unschedule(delivery);
    }
    if (delivery.pdf_stored_at !== undefined) {
      counts.letterPdfs += 1;
      if (!isDryRun) await bucket.delete(letterPdfKey(delivery.id));
    }
  }
}

const rank = (name: string): number => (name.startsWith('held') ? 0 : name === 'dead letters' ? 2 : 1);

/** Whether there is nothing left of the person that this pipeline could be asked for. */
export const isComplete = ({ queues, payloadMentions, inHand, failures }: Erasure): boolean =>
  payloadMentions + inHand + failures.length === 0 &&
  queues.every(({ mentions, outOfSight }) => mentions + outOfSight === 0);
