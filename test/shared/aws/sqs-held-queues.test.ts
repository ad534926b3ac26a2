import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SQSClient,
  type Message,
} from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { messageAttributes } from '../../../lib/contract/attributes';
import { heldQueues } from '../../../lib/contract/lane';
import { createSqsHeldQueues } from '../../../lambda/shared/aws/sqs-held-queues';
import { noon } from '../deliveries/deliveries';
import { ClockInTest } from '../../fakes/clock-in-test';
import { iso } from '../../../lib/contract/time';
import { awsError } from '../../fakes/aws-errors';

const client = new SQSClient();
const sqs = mockClient(client);
const heldQueueUrl = {
  email: 'https://sqs/held-email',
  sms: 'https://sqs/held-sms',
  international_sms: 'https://sqs/held-international',
  letter: 'https://sqs/held-letter',
  urgent: 'https://sqs/held-urgent',
};
const held = createSqsHeldQueues(
  client,
  { queueUrl: 'https://sqs/queue', urgentQueueUrl: 'https://sqs/urgent', heldQueueUrl },
  new ClockInTest(noon),
);

const text = (value: string) => ({ DataType: 'String', StringValue: value });
const { heldUntil, lane, idempotencyKey } = messageAttributes;
const aMessage = (
  attributes: Message['MessageAttributes'] = {},
  system: Message['Attributes'] = {},
  receipt = 'the receipt',
): Message => ({
  ReceiptHandle: receipt,
  Body: '{"type":"sms"}',
  MessageAttributes: attributes,
  Attributes: { SentTimestamp: String(noon - 60_000), ...system },
});

/** SQS does what each entry of a batch asks for. */
const succeed = ({ Entries }: { Entries: { Id: string }[] }) => ({ Successful: Entries.map(({ Id }) => ({ Id })) });

async function receive(message: Message) {
  sqs.on(ReceiveMessageCommand).resolves({ Messages: [message] });
  const [received] = await held.receive('letter', 10);
  if (!received) throw new Error('nothing was received');
  return received;
}

async function receiveAll(...messages: Message[]) {
  sqs.on(ReceiveMessageCommand).resolves({ Messages: messages });
  return held.receive('letter', 10);
}

beforeEach(() => {
  sqs.reset();
  sqs.on(SendMessageBatchCommand).callsFake(succeed);
  sqs.on(DeleteMessageBatchCommand).callsFake(succeed);
  sqs.on(ChangeMessageVisibilityBatchCommand).callsFake(succeed);
  sqs.on(GetQueueAttributesCommand).resolves({ Attributes: { ApproximateNumberOfMessagesNotVisible: '99' } });
});

describe('SQS held queues: receive', () => {
  it.each(heldQueues)(
    'the %s held queue gives as many messages as asked for, with all their attributes',
    async (queue) => {
      sqs.on(ReceiveMessageCommand).resolves({});
      expect(await held.receive(queue, 7)).toEqual([]);
      expect(sqs.commandCalls(ReceiveMessageCommand)[0]?.args[0].input).toMatchObject({
        QueueUrl: heldQueueUrl[queue],
        MaxNumberOfMessages: 7,
        MessageAttributeNames: ['All'],
        MessageSystemAttributeNames: expect.arrayContaining(['MessageGroupId', 'SentTimestamp']),
      });
    },
  );

  it('a received message says until when it is held, and in which lane', async () => {
    expect(await receive(aMessage({ [heldUntil]: text(iso(noon)), [lane]: text('sms') }))).toMatchObject({
      until: noon,
      lane: 'sms',
    });
  });

  it.each([{}, { [heldUntil]: text('tomorrow') }, { [heldUntil]: text('') }, { [lane]: text('fast') }])(
    'a message with no valid time or lane is not held: %j',
    async (attributes) => {
      expect(await receive(aMessage(attributes))).toMatchObject({ until: undefined, lane: undefined });
    },
  );
});

describe('SQS held queues: release', () => {
  it.each([
    ['urgent', 'https://sqs/urgent'],
    ['letter', 'https://sqs/queue'],
    ['sms', 'https://sqs/queue'],
  ] as const)(
    'a message on the %s held queue goes back unchanged, and then leaves the held queue',
    async (queue, url) => {
      const own = { [idempotencyKey]: text('the first id'), traceparent: text('00-4bf92f35-01') };
      const attributes = { ...own, [heldUntil]: text(iso(noon)), [lane]: text('sms') };
      await held.release(queue, [await receive(aMessage(attributes, { MessageGroupId: 'email' }))]);
      const [, sent, deleted] = sqs.calls().map(({ args }) => args[0]);
      expect(sent).toBeInstanceOf(SendMessageBatchCommand);
      expect(sent?.input).toEqual({
        QueueUrl: url,
        Entries: [
          {
            Id: '0',
            MessageBody: '{"type":"sms"}',
            MessageAttributes: own,
            MessageGroupId: 'email',
            DelaySeconds: 0,
          },
        ],
      });
      expect(deleted).toBeInstanceOf(DeleteMessageBatchCommand);
      expect(deleted?.input).toEqual({
        QueueUrl: heldQueueUrl[queue],
        Entries: [{ Id: '0', ReceiptHandle: 'the receipt' }],
      });
    },
  );

  it('ten messages go with one call, and leave their held queue with another', async () => {
    const messages = Array.from({ length: 10 }, (_, number) => aMessage({}, {}, `receipt ${number}`));
    expect(await held.release('email', await receiveAll(...messages))).toEqual({ count: 10, faults: [] });
    expect(sqs.calls()).toHaveLength(3);
  });

  it('only what SQS says that it has leaves the held queue', async () => {
    const refused = { Id: '0', Code: 'InvalidMessageContents', SenderFault: true };
    const answers = [{ Successful: [{ Id: '1' }], Failed: [refused] }, {}];
    sqs.on(SendMessageBatchCommand).callsFake(() => answers.shift());
    const moved = await held.release('email', await receiveAll(aMessage(), aMessage({}, {}, 'another'), aMessage()));
    expect(moved).toMatchObject({ count: 1, faults: [{ name: 'InvalidMessageContents' }, { name: 'NoResult' }] });
    expect(sqs.commandCalls(DeleteMessageBatchCommand)[0]?.args[0].input.Entries).toEqual([
      { Id: '0', ReceiptHandle: 'another' },
    ]);
  });

  it('where a call fails, or its answer is lost, all of its messages stay on the held queue', async () => {
    sqs.on(SendMessageBatchCommand).rejects(awsError('AccessDenied', 403));
    const moved = await held.release('email', await receiveAll(aMessage(), aMessage()));
    expect(moved).toMatchObject({ count: 0, faults: [{ name: 'AccessDenied' }, { name: 'AccessDenied' }] });
    expect(sqs.commandCalls(DeleteMessageBatchCommand)).toEqual([]);
  });

  it('what cannot be deleted is reported, though it was brought back', async () => {
    sqs.on(DeleteMessageBatchCommand).rejects(awsError('AccessDenied', 403));
    const moved = await held.release('email', await receiveAll(aMessage()));
    expect(moved).toMatchObject({ count: 1, faults: [{ name: 'AccessDenied' }] });
  });
});

describe('SQS held queues: hide until later', () => {
  it.each([
    [60_000, 60],
    [1, 1],
    [-60_000, 0],
    [11 * 3_600_000, 39_600],
  ])('a message that is held for %i milliseconds is hidden for as long', async (wait, seconds) => {
    await held.keep('letter', [{ message: await receive(aMessage()), until: noon + wait }]);
    expect(sqs.commandCalls(ChangeMessageVisibilityBatchCommand)[0]?.args[0].input).toEqual({
      QueueUrl: heldQueueUrl.letter,
      Entries: [{ Id: '0', ReceiptHandle: 'the receipt', VisibilityTimeout: seconds }],
    });
  });

  it('a message that is held for days is hidden for less than the 12 hours that SQS allows', async () => {
    await held.keep('letter', [{ message: await receive(aMessage()), until: noon + 4 * 86_400_000 }]);
    const [entry] = sqs.commandCalls(ChangeMessageVisibilityBatchCommand)[0]?.args[0].input.Entries ?? [];
    const { VisibilityTimeout = 0 } = entry ?? {};
    expect(VisibilityTimeout).toBeLessThan(43_200);
    expect(VisibilityTimeout).toBeGreaterThan(42_000);
  });

  it.each([
    ['is a week old, because SQS deletes it after two', { SentTimestamp: String(noon - 8 * 86_400_000) }, '0'],
    ['is over the number that may be hidden at once', {}, '100001'],
  ])(
    'a held message is sent to its held queue again, with its attributes, when it %s',
    async (_why, system, outOfSight) => {
      sqs.on(GetQueueAttributesCommand).resolves({ Attributes: { ApproximateNumberOfMessagesNotVisible: outOfSight } });
      const attributes = { [heldUntil]: text(iso(noon + 5 * 3_600_000)), [idempotencyKey]: text('the first id') };
      await held.keep('letter', [
        { message: await receive(aMessage(attributes, system)), until: noon + 5 * 3_600_000 },
      ]);

      expect(sqs.commandCalls(SendMessageBatchCommand)[0]?.args[0].input).toMatchObject({
        QueueUrl: heldQueueUrl.letter,
        Entries: [{ MessageAttributes: attributes, DelaySeconds: 900 }],
      });
      expect(sqs.commandCalls(DeleteMessageBatchCommand)).toHaveLength(1);
      expect(sqs.commandCalls(ChangeMessageVisibilityBatchCommand)).toEqual([]);
    },
  );

  it('messages that wait for different times are hidden with one call, and the old among them sent anew', async () => {
    const old = aMessage({}, { SentTimestamp: String(noon - 8 * 86_400_000) }, 'old');
    const received = await receiveAll(aMessage({}, {}, 'first'), old, aMessage({}, {}, 'second'));
    const kept = received.map((message, place) => ({ message, until: noon + (place + 1) * 60_000 }));
    expect(await held.keep('letter', kept)).toEqual({ count: 3, faults: [] });
    expect(sqs.commandCalls(ChangeMessageVisibilityBatchCommand)[0]?.args[0].input.Entries).toMatchObject([
      { ReceiptHandle: 'first', VisibilityTimeout: 60 },
      { ReceiptHandle: 'second', VisibilityTimeout: 180 },
    ]);
    expect(sqs.commandCalls(DeleteMessageBatchCommand)[0]?.args[0].input.Entries).toMatchObject([
      { ReceiptHandle: 'old' },
    ]);
  });
});

test('the messages that wait to be sent are counted on the queue', async () => {
  sqs.on(GetQueueAttributesCommand).resolves({ Attributes: { ApproximateNumberOfMessages: '1234' } });

  expect(await held.backlog()).toBe(1234);
  expect(sqs.commandCalls(GetQueueAttributesCommand)[0]?.args[0].input).toEqual({
    QueueUrl: 'https://sqs/queue',
    AttributeNames: ['ApproximateNumberOfMessages'],
  });
});
