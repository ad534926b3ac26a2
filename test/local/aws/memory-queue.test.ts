import { MemoryQueue } from '../../../local/aws/memory-queue';
import { VirtualClock } from '../../../local/virtual-clock';
import { second } from '../../../lib/contract/time';

function setUp({ maxReceiveCount = 3 } = {}) {
  const clock = new VirtualClock(0);
  const settings = { visibilityTimeout: 30 * second, retention: 14 * 86_400 * second };
  const deadLetterQueue = new MemoryQueue({ ...settings, arn: 'dead' }, clock);
  const queue = new MemoryQueue({ ...settings, arn: 'queue', redrive: { maxReceiveCount, deadLetterQueue } }, clock);
  const pass = (time: number): void => clock.advanceTo(clock.now() + time);
  return { clock, queue, deadLetterQueue, pass };
}

test('a received message is hidden from everyone else until its visibility timeout ends', () => {
  const { queue, pass } = setUp();
  queue.send('hello');

  expect(queue.receive()).toHaveLength(1);
  pass(29 * second);
  expect(queue.receive()).toHaveLength(0);
  pass(second);
  expect(queue.receive()).toMatchObject([{ body: 'hello', receiveCount: 2 }]);
});

test('a deleted message never comes back', () => {
  const { queue, pass } = setUp();
  queue.send('hello');
  for (const { receiptHandle } of queue.receive()) queue.delete(receiptHandle);
  pass(60 * second);

  expect(queue.receive()).toHaveLength(0);
  expect(queue.size).toBe(0);
  expect(queue.nextVisibleAt).toBeUndefined();
});

test('a receipt handle stops working once the message is received again', () => {
  const { queue, pass } = setUp();
  queue.send('hello');
  const [first] = queue.receive();
  pass(30 * second);
  queue.receive();
  queue.delete(first?.receiptHandle ?? '');

  expect(queue.size).toBe(1);
});

test('a delayed message is not received before its delay ends', () => {
  const { queue, pass } = setUp();
  queue.send('later', {}, { delay: 45 * second });

  expect(queue.nextVisibleAt).toBe(45 * second);
  expect(queue.receive()).toHaveLength(0);
  pass(45 * second);
  expect(queue.receive()).toHaveLength(1);
});

test('a message that is received too often goes to the dead-letter queue', () => {
  const { queue, deadLetterQueue, pass } = setUp({ maxReceiveCount: 2 });
  queue.send('poison');
  for (let receive = 0; receive < 2; receive += 1) {
    expect(queue.receive()).toHaveLength(1);
    pass(30 * second);
  }

  expect(queue.receive()).toHaveLength(0);
  expect(queue.size).toBe(0);
  expect(deadLetterQueue.messages).toMatchObject([{ body: 'poison' }]);
});

test('a changed visibility timeout counts from now', () => {
  const { queue, pass } = setUp();
  queue.send('hello');
  const [message] = queue.receive();
  pass(10 * second);
  queue.changeVisibility(message?.receiptHandle ?? '', 0);

  expect(queue.receive()).toHaveLength(1);
});

test('at most ten messages come at a time, and those that waited longest come first', () => {
  const { queue, pass } = setUp();
  for (let number = 0; number < 12; number += 1) {
    queue.send(String(number));
    pass(1);
  }

  expect(queue.receive(10).map(({ body }) => body)).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
  expect(queue.receive(10).map(({ body }) => body)).toEqual(['10', '11']);
});

test('no more than 120,000 messages are in flight', () => {
  const { queue, pass } = setUp();
  for (let number = 0; number < 120_001; number += 1) queue.send('x');
  let received = 0;
  for (let batch = queue.receive(); batch.length > 0; batch = queue.receive()) received += batch.length;

  expect(received).toBe(120_000);
  pass(30 * second);
  expect(queue.receive()).toHaveLength(10);
});

test('a message that nobody takes in 14 days is deleted', () => {
  const { queue, pass } = setUp();
  queue.send('forgotten');
  pass(14 * 86_400 * second);

  expect(queue.receive()).toHaveLength(0);
  expect(queue.size).toBe(0);
});

test('a message over 1 MiB is refused', () => {
  expect(() => setUp().queue.send('x'.repeat(1_048_577))).toThrow(/1048579 bytes is over SQS's 1048576/);
});

test('a message of a quiet group comes before those of a mailing that fills the queue', () => {
  const { queue } = setUp();
  for (let number = 0; number < 60; number += 1) queue.send('mailing', {}, { groupId: 'mailing' });
  for (let batch = 0; batch < 3; batch += 1) expect(queue.receive().every(({ body }) => body === 'mailing')).toBe(true);
  queue.send('code', {}, { groupId: 'sign in' });

  expect(queue.receive(1)).toMatchObject([{ body: 'code', groupId: 'sign in' }]);
});

test('a mailing is quiet again when enough of it is done', () => {
  const { queue } = setUp();
  for (let number = 0; number < 60; number += 1) queue.send('mailing', {}, { groupId: 'mailing' });
  const received = [queue.receive(), queue.receive(), queue.receive()].flat();
  queue.send('code', {}, { groupId: 'sign in' });
  queue.delete(received[0]?.receiptHandle ?? '');

  expect(queue.receive(1)).toMatchObject([{ body: 'mailing' }]);
});

test('messages without a group never wait behind other groups', () => {
  const { queue } = setUp();
  for (let number = 0; number < 60; number += 1) queue.send('mailing');
  for (let batch = 0; batch < 3; batch += 1) queue.receive();
  queue.send('code', {}, { groupId: 'sign in' });

  expect(queue.receive(1)).toMatchObject([{ body: 'mailing', groupId: undefined }]);
});

test('a message keeps its group in the dead-letter queue', () => {
  const { queue, deadLetterQueue, pass } = setUp({ maxReceiveCount: 1 });
  queue.send('poison', {}, { groupId: 'mailing' });
  queue.receive();
  pass(30 * second);
  queue.receive();

  expect(deadLetterQueue.messages).toMatchObject([{ body: 'poison', groupId: 'mailing' }]);
});

test('the counts cover visible messages and messages in flight, but not delayed ones', () => {
  const { queue, pass } = setUp();
  for (let number = 0; number < 12; number += 1) queue.send('hello');
  queue.send('later', {}, { delay: 45 * second });
  expect(queue.counts).toEqual({ visible: 12, inFlight: 0 });
  const [message] = queue.receive();
  expect(queue.counts).toEqual({ visible: 2, inFlight: 10 });
  queue.delete(message?.receiptHandle ?? '');
  expect(queue.counts).toEqual({ visible: 2, inFlight: 9 });
  pass(30 * second);
  expect(queue.counts).toEqual({ visible: 11, inFlight: 0 });
  pass(15 * second);
  expect(queue.counts).toEqual({ visible: 12, inFlight: 0 });
  expect(queue.size).toBe(12);
});
