import type { SQSEvent } from 'aws-lambda';
import { EventSource } from '../../../local/aws/event-source';
import { MemoryQueue } from '../../../local/aws/memory-queue';
import { VirtualClock } from '../../../local/virtual-clock';

function setUp(
  handler: (event: SQSEvent) => Promise<{ batchItemFailures: { itemIdentifier: string }[] }>,
  windowSeconds = 0,
) {
  const clock = new VirtualClock(0);
  const queue = new MemoryQueue({ arn: 'arn:aws:sqs:::q', visibilityTimeout: 30_000, retention: 1e9 }, clock);
  const source = new EventSource(queue, { batchSize: 10, maxConcurrency: 2, windowSeconds }, handler, clock);
  const run = async (): Promise<void> => {
    source.start();
    await Promise.all(source.running);
  };
  return { clock, queue, source, run };
}

test('messages that the function does not report as failed leave the queue, and the others come back', async () => {
  const { queue, run, clock } = setUp(async ({ Records }) => ({
    batchItemFailures: Records.filter(({ body }) => body === 'bad').map(({ messageId }) => ({
      itemIdentifier: messageId,
    })),
  }));
  for (const body of ['good', 'bad', 'fine']) queue.send(body);
  await run();

  expect(queue.messages.map(({ body }) => body)).toEqual(['bad']);
  clock.advanceTo(30_000);
  expect(queue.receive()).toMatchObject([{ body: 'bad', receiveCount: 2 }]);
});

test('a function that throws leaves its whole batch on the queue', async () => {
  const { queue, run } = setUp(() => Promise.reject(new Error('killed')));
  queue.send('one');
  queue.send('two');
  await run();

  expect(queue.size).toBe(2);
});

test('no more invocations run at once than maxConcurrency allows', async () => {
  let release = (): void => undefined;
  const blocked = new Promise<void>((resolve) => (release = resolve));
  const { queue, source } = setUp(() => blocked.then(() => ({ batchItemFailures: [] })));
  for (let number = 0; number < 40; number += 1) queue.send(String(number));
  source.start();
  source.start();

  expect(source.running.size).toBe(2);
  release();
  await Promise.all(source.running);
  expect(queue.size).toBe(20);
});

test('the function gets the same record that SQS would give it', async () => {
  const events: SQSEvent[] = [];
  const { queue, run } = setUp(async (event) => {
    events.push(event);
    return { batchItemFailures: [] };
  });
  queue.send('hello', { Name: { dataType: 'String', stringValue: 'value' } });
  await run();

  expect(events[0]?.Records[0]).toMatchObject({
    body: 'hello',
    md5OfBody: '5d41402abc4b2a76b9719d911017c592',
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:::q',
    attributes: { ApproximateReceiveCount: '1', SentTimestamp: '0' },
    messageAttributes: { Name: { stringValue: 'value' } },
  });
});

test('a batch that is not full waits for more messages until its window is over, and a full one does not', async () => {
  const sizes: number[] = [];
  const count = async ({ Records }: SQSEvent) => {
    sizes.push(Records.length);
    return { batchItemFailures: [] };
  };
  const { queue, source, clock } = setUp(count, 1);
  for (let number = 0; number < 13; number += 1) queue.send(String(number));
  source.start();
  await new Promise((resolve) => setImmediate(resolve));
  expect(sizes).toEqual([10]);
  expect(queue.counts).toEqual({ visible: 0, inFlight: 3 });

  for (const body of ['late', 'later']) queue.send(body);
  clock.advanceTo(1000);
  await Promise.all(source.running);
  expect(sizes).toEqual([10, 5]);
});
