import { createAnnouncer } from '../lambda/announce/announce';
import { createPoller } from '../lambda/poll/poll';
import { createReleaser } from '../lambda/release/release';
import { createSqsHeldQueue } from '../lambda/release/sqs-held-queue';
import { createReceiver } from '../lambda/send/receive';
import { createSender } from '../lambda/send/send';
import { createSqsHold } from '../lambda/send/sqs-hold';
import type { Monitor } from '../lambda/ports';
import { createNotifySource } from '../lambda/wiring/notify-source';
import type { DeliveryEvent } from '../lib/contract/events';
import { ChangeStream, streamed } from './aws/change-stream';
import { openTable } from './aws/embedded-table';
import { EventSource } from './aws/event-source';
import { createQueues } from './aws/memory-queues';
import { memorySqs } from './aws/memory-sqs';
import { Ledger } from './ledger';
import { Schedule } from './schedule';
import type { PipelineShape } from './template';
import type { VirtualClock } from './virtual-clock';

export interface EmbeddedPipelineSettings {
  /** What the synthesized stack says. */
  readonly shape: PipelineShape;
  readonly clock: VirtualClock;
  readonly monitor: Monitor;
  /** Of the Notify that messages are given to. */
  readonly baseUrl: string;
  readonly apiKey: string;
  /** Gets every event, as a rule on the event bus would. */
  readonly onEvent: (event: DeliveryEvent) => void;
}

export const pipelineId = 'local';

/**
 * The pipeline in this process: the code that the Lambdas run, with queues in memory, a DynamoDB of this process as
 * the table, and time that is moved by hand.
 */
export async function openPipeline({ shape, clock, monitor, baseUrl, apiKey, onEvent }: EmbeddedPipelineSettings) {
  const queues = createQueues(shape, clock);
  const byUrl = new Map(Object.values(queues).map((queue) => [queue.settings.arn, queue]));
  const sqs = memorySqs(byUrl);
  const url = {
    queueUrl: queues.queue.settings.arn,
    urgentQueueUrl: queues.urgentQueue.settings.arn,
    urgentQueueArn: queues.urgentQueue.settings.arn,
    heldQueueUrl: queues.heldQueue.settings.arn,
    deadLetterQueueUrl: queues.deadLetterQueue.settings.arn,
  };
  const table = await openTable(shape.table);
  const stream = new ChangeStream();
  const store = streamed(table.store, stream);
  const ledger = new Ledger();
  const secret = { value: async () => apiKey, reread: async () => apiKey };
  const notify = createNotifySource(secret, { baseUrl, clock });
  const { recordRetentionSeconds } = shape;
  const common = { store, notify, clock, monitor, pipelineId };

  const send = createSender({
    ...common,
    hold: createSqsHold(sqs, url, clock),
    hashKey: async () => 'the embedded pipeline keeps nothing',
    recordRetentionSeconds,
  });
  const receive = createReceiver(send, monitor);
  const sources = [queues.urgentQueue, queues.queue].map((queue) => new EventSource(queue, shape, receive));

  const interval = shape.pollIntervalSeconds * 1000;
  const poll = createPoller({ ...common, interval });
  const release = createReleaser({ held: createSqsHeldQueue(sqs, url, clock), clock, monitor, within: 40_000 });
  const schedule = new Schedule(interval, { poll, release });

  const announce = createAnnouncer({
    bus: {
      put: async (events) => {
        for (const event of events) {
          ledger.enter(event);
          onEvent(event);
        }
        return [];
      },
    },
    monitor,
    pipelineId,
  });

  /** Lets everything happen that can happen at this moment. */
  async function settle(): Promise<void> {
    for (;;) {
      for (const source of sources) source.start();
      const running = sources.map((source) => source.running).filter(({ size }) => size > 0);
      if (running.length > 0) await Promise.race(running.map((invocations) => Promise.race(invocations)));
      else if (stream.size > 0) await stream.drain(announce);
      else return;
    }
  }

  return {
    ledger,
    deadLetters: queues.deadLetterQueue,
    /** Puts a message on the queue or the urgent queue. Answers SQS's message id. */
    publish: (body: string, { urgent = false } = {}): string => (urgent ? queues.urgentQueue : queues.queue).send(body),
    settle,
    /** Moves time to when the next thing happens and lets it happen. `false`: nothing ever will. */
    async step(): Promise<boolean> {
      const waiting = [queues.queue.nextVisibleAt, queues.urgentQueue.nextVisibleAt];
      const next = Math.min(
        ...waiting.map((at) => at ?? Infinity),
        schedule.next(clock.now(), { awaited: ledger.awaited, heldFrom: queues.heldQueue.nextVisibleAt }),
      );
      if (next === Infinity) return false;
      clock.advanceTo(next);
      await schedule.run(clock.now());
      await settle();
      return true;
    },
    close: () => table.close(),
  };
}

export type EmbeddedPipeline = Awaited<ReturnType<typeof openPipeline>>;
