import { messageAttributes } from '../../lib/contract/attributes';
import { deliveryId } from '../../lib/contract/identity';
import { createReleaser } from '../../lambda/release/release';
import { createSqsHeldQueues } from '../../lambda/shared/aws/sqs-held-queues';
import { createSqsMessageQueues } from '../../lambda/shared/aws/sqs-queues';
import { EventSource } from '../../local/aws/event-source';
import { MemoryHoldStore } from '../fakes/memory-holds';
import type { MemoryQueue } from '../../local/aws/memory-queue';
import { createQueues } from '../../local/aws/memory-queues';
import { memorySqs } from '../../local/aws/memory-sqs';
import { anEmail } from '../contract/messages';
import { noon } from '../shared/deliveries/deliveries';
import { openTable } from '../shared/deliveries/table-in-process';
import { attribute } from '../send/records';
import { openSender, pipelineId } from '../send/sender-in-test';
import { shape } from '../simulation/fleet/shape';
import { ClockInTest } from '../fakes/clock-in-test';
import { RecordingMonitor } from '../fakes/recording-monitor';
import type { SQSRecord } from 'aws-lambda';
import { day, hour } from '../../lib/contract/time';

/** The queues of SQS in memory, with what puts messages aside on them and what brings them back. */
function setUp() {
  const clock = new ClockInTest(noon);
  const atOnce = { now: () => clock.now(), sleep: async () => undefined };
  const queues = createQueues({ ...shape, table: {}, scheduledTable: {} }, clock);
  const { sqs, urls } = memorySqs(queues);
  const release = createReleaser({
    held: createSqsHeldQueues(sqs, urls, clock),
    holds: new MemoryHoldStore(),
    review: async () => undefined,
    askLane: async (circuit) => circuit,
    clock,
    monitor: new RecordingMonitor(),
    rate: 2,
    within: 45_000,
  });
  /** Receives one batch as Lambda does, and lets it leave the queue. */
  const receive = async (queue: MemoryQueue): Promise<SQSRecord[]> => {
    const records: SQSRecord[] = [];
    const source = new EventSource(
      queue,
      { batchSize: 10, maxConcurrency: 1, windowSeconds: 0 },
      async ({ Records }) => {
        records.push(...Records);
        return { batchItemFailures: [] };
      },
      clock,
    );
    source.start();
    await Promise.all(source.running);
    return records;
  };
  return { clock, queues, aside: createSqsMessageQueues(sqs, urls, atOnce), release, receive };
}

const body = JSON.stringify(anEmail);

describe('release: round trip of a held message', () => {
  it.each([
    ['queue', 'email'],
    ['urgentQueue', 'urgent'],
  ] as const)(
    'a released message returns to the %s that it came from, unchanged and as if never received',
    async (name, heldOn) => {
      const { queues, aside, release, receive } = setUp();
      const id = queues[name].send(body, { traceparent: attribute('00-4bf92f35-01') }, { groupId: 'email' });
      const [first] = await receive(queues[name]);
      if (!first) throw new Error('nothing was received');
      await aside.hold(first, 'email');
      expect(queues.heldQueues[heldOn].size).toBe(1);
      await release();
      expect(queues.heldQueues[heldOn].size).toBe(0);

      const [again] = await receive(queues[name]);
      expect(again).toMatchObject({
        body,
        attributes: { ApproximateReceiveCount: '1', MessageGroupId: 'email' },
        messageAttributes: {
          traceparent: { stringValue: '00-4bf92f35-01' },
          [messageAttributes.idempotencyKey]: { stringValue: id },
        },
      });
      expect(Object.keys(again?.messageAttributes ?? {})).toHaveLength(2);
      expect([queues.queue.size, queues.urgentQueue.size]).toEqual([0, 0]);
    },
  );

  it('a held message is renewed on its held queue before SQS deletes it', async () => {
    const { clock, queues, release } = setUp();
    const until = new Date(noon + 40 * day).toISOString();
    queues.heldQueues.letter.send(body, { [messageAttributes.heldUntil]: attribute(until) });
    while (clock.now() < noon + 40 * day) {
      expect(queues.heldQueues.letter.size).toBe(1);
      clock.moveBy(6 * hour);
      await release();
    }
    expect(queues.queue.size).toBe(1);
  });
});

describe('release: foreign messages on a held queue', () => {
  it.each([
    ['that is not JSON', 'hello'],
    ['that is half of a message', '{"type":"email"'],
    ['that is a single space', ' '],
  ])('a foreign body %s is released, and ends as rejected with the reason on record', async (_what, stray) => {
    const { queues, release, receive } = setUp();
    const table = await openTable();
    const sender = openSender(table);
    queues.heldQueues.sms.send(stray, { [messageAttributes.heldUntil]: attribute('some day') });
    await release();
    expect(queues.heldQueues.sms.size).toBe(0);
    const records = await receive(queues.queue);
    expect(await sender.take(...records)).toEqual([]);
    const [record] = records;
    const refused = record && (await table.store.find(deliveryId(pipelineId, `refused ${record.messageId}`)));
    expect(refused).toMatchObject({ state: 'rejected', reason: expect.stringContaining('not JSON') });
    expect(sender.monitor.counts).toEqual({ Rejected: 1 });
    await table.close();
  });
});
