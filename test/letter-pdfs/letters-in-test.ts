import type { SQSBatchResponse } from 'aws-lambda';
import { deliveryStates, type Delivery } from '../../lib/contract/delivery';
import type { DeliveryEvent } from '../../lib/contract/events/delivery';
import { createAnnouncer } from '../../lambda/announce/announce';
import { createLetterPdfRequester } from '../../lambda/announce/request-letter-pdfs';
import { createEventPublisher } from '../../lambda/announce/publish-events';
import { createPdfStorer } from '../../lambda/letter-pdfs/store-pdf';
import { createPdfReceiver } from '../../lambda/letter-pdfs/receive';
import type { EventBus } from '../../lambda/shared/ports';
import { createSqsLetterPdfQueue } from '../../lambda/shared/aws/sqs-letter-pdf-queue';
import { createNotifySource } from '../../lambda/shared/notify/notify-source';
import { ChangeStream, streamed } from '../../local/aws/change-stream';
import { EventSource } from '../../local/aws/event-source';
import { createQueues } from '../../local/aws/memory-queues';
import { memorySqs } from '../../local/aws/memory-sqs';
import { MemoryDeliveryStore } from '../fakes/memory-delivery-store';
import { fitting } from '../contract/fitting-events';
import { aDelivery, aDeliveryThatIs, noon } from '../shared/deliveries/deliveries';
import { apiKeyOf, aSecret, ScriptedNotify, type Meets } from '../send/scripted-notify';
import { shape } from '../simulation/fleet/shape';
import { ClockInTest } from '../fakes/clock-in-test';
import { RecordingMonitor } from '../fakes/recording-monitor';

export const pdf = Buffer.from('%PDF-1.4 of a letter');

/** What Notify answers when it has the PDF. */
export const thePdf = (body = pdf): Meets => ({
  answer: { status: 200, headers: { 'content-type': 'application/pdf' }, body },
});

const deadLetterQueue = { name: 'dead', visibilityTimeoutSeconds: 30, retentionSeconds: 1_209_600 };
const letterPdfs = {
  queue: { name: 'letters', visibilityTimeoutSeconds: 720, retentionSeconds: 1_209_600, maxReceiveCount: 100 },
  deadLetterQueue,
  batchSize: 10,
  maxConcurrency: 2,
  windowSeconds: 0,
  timeoutSeconds: 60,
};

/** The way of a letter's PDF with everything real but AWS, Notify and time. */
export function openLetters() {
  const clock = new ClockInTest(noon);
  const secret = aSecret();
  const notify = new ScriptedNotify(clock, secret);
  const monitor = new RecordingMonitor();
  const key = { value: async () => apiKeyOf(secret), reread: async () => apiKeyOf(secret) };
  const queues = createQueues({ ...shape, letterPdfs, table: {}, scheduledTable: {} }, clock);
  const { letterPdfQueue: memoryQueue } = queues;
  if (!memoryQueue) throw new Error('there is no queue of letters');
  const { sqs } = memorySqs(queues);
  const queue = createSqsLetterPdfQueue(sqs, memoryQueue.settings.arn);
  const stream = new ChangeStream();
  const store = streamed(new MemoryDeliveryStore(), stream);
  const objects = new Map<string, Buffer>();
  const events: DeliveryEvent[] = [];
  const bus: EventBus<DeliveryEvent> = fitting({
    put: async (told: readonly DeliveryEvent[]) => {
      events.push(...told);
      return [];
    },
  });
  const bucket = { name: 'the bucket', put: async (name: string, body: Buffer) => void objects.set(name, body) };
  const source = createNotifySource(key, { clock, transport: notify.transport });
  const storePdf = createPdfStorer({ store, notify: source, bucket, queue, clock, monitor });
  const receive = createPdfReceiver({ storePdf, queue, monitor });
  const responses: SQSBatchResponse[] = [];
  const lambda = new EventSource(
    memoryQueue,
    letterPdfs,
    async (event) => {
      const response = await receive(event);
      responses.push(response);
      return response;
    },
    clock,
  );
  const announce = createAnnouncer({
    handlers: [
      createEventPublisher({ bus, monitor, pipelineId: 'staging', publishedStates: new Set(deliveryStates) }),
      createLetterPdfRequester({ queue, monitor }),
    ],
    monitor,
  });

  /** Lets all happen that can happen now. */
  async function settle(): Promise<void> {
    while (stream.size > 0) await stream.drain(announce);
    lambda.start();
    await Promise.all(lambda.running);
    while (stream.size > 0) await stream.drain(announce);
  }

  return {
    clock,
    notify,
    monitor,
    store,
    bucket,
    objects,
    events,
    responses,
    queue: memoryQueue,
    storePdf,
    settle,
    /** A letter that Notify has just taken. */
    async sent(overrides: Partial<Delivery> = {}): Promise<Delivery> {
      const sending = aDelivery({ type: 'letter', ...overrides });
      await store.create(sending);
      const { notification_id, sent_at, state, changed_at, attempts } = aDeliveryThatIs('sent');
      await store.transition(sending.id, {
        state,
        changed_at,
        attempts,
        awaited: 'letter',
        ...(notification_id && { notification_id }),
        ...(sent_at && { sent_at }),
      });
      await settle();
      return (await store.find(sending.id)) ?? sending;
    },
    /** Moves time to when the next letter's turn comes, and lets happen what then happens. `false`: none waits. */
    async next(): Promise<boolean> {
      const at = memoryQueue.nextVisibleAt;
      if (at === undefined) return false;
      clock.moveTo(Math.max(at, clock.now()));
      await settle();
      return true;
    },
    stored: () => events.filter(({ detailType }) => detailType === 'Letter PDF Stored'),
  };
}

export type LettersInTest = ReturnType<typeof openLetters>;
