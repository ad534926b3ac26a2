import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
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

const client = new SQSClient();
const sqs = mockClient(client);
const heldQueueUrl = {
  email: 'https://sqs/held-email',
  sms: 'https://sqs/held-sms',
  international_sms: 'https://sqs/held-international',
  letter: 'https://sqs/held-letter',
  later: 'https://sqs/held-later',
  urgent: 'https://sqs/held-urgent',
};
const held = createSqsHeldQueues(
  client,
  { queueUrl: 'https://sqs/queue', urgentQueueUrl: 'https://sqs/urgent', heldQueueUrl },
  new ClockInTest(noon),
);

const text = (value: string) => ({ DataType: 'String', StringValue: value });
const { heldUntil, lane, idempotencyKey } = messageAttributes;
const aMessage = (attributes: Message['MessageAttributes'] = {}, system: Message['Attributes'] = {}): Message => ({
  ReceiptHandle: 'the receipt',
  Body: '{"type":"sms"}',
  MessageAttributes: attributes,
  Attributes: { SentTimestamp: String(noon - 60_000), ...system },
});

async function receive(message: Message) {
  sqs.on(ReceiveMessageCommand).resolves({ Messages: [message] });
  const [received] = await held.receive('later', 10);
  if (!received) throw new Error('nothing was received');
  return received;
}

beforeEach(() => {
  sqs.reset();
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
    ['later', 'https://sqs/queue'],
    ['sms', 'https://sqs/queue'],
  ] as const)(
    'a message on the %s held queue goes back unchanged, and then leaves the held queue',
    async (queue, url) => {
      const own = { [idempotencyKey]: text('the first id'), traceparent: text('00-4bf92f35-01') };
      const attributes = { ...own, [heldUntil]: text(iso(noon)), [lane]: text('sms') };
      await held.release(queue, await receive(aMessage(attributes, { MessageGroupId: 'email' })));
      const [, sent, deleted] = sqs.calls().map(({ args }) => args[0]);
      expect(sent).toBeInstanceOf(SendMessageCommand);
      expect(sent?.input).toEqual({
        QueueUrl: url,
        MessageBody: '{"type":"sms"}',
        MessageAttributes: own,
        MessageGroupId: 'email',
        DelaySeconds: 0,
      });
      expect(deleted).toBeInstanceOf(DeleteMessageCommand);
      expect(deleted?.input).toEqual({ QueueUrl: heldQueueUrl[queue], ReceiptHandle: 'the receipt' });
    },
  );

  it('a message that cannot be sent stays on the held queue', async () => {
    sqs.on(SendMessageCommand).rejects(new Error('AccessDenied'));
    await expect(held.release('email', await receive(aMessage()))).rejects.toThrow('AccessDenied');
    expect(sqs.commandCalls(DeleteMessageCommand)).toEqual([]);
  });
});

describe('SQS held queues: hide until later', () => {
  it.each([
    [60_000, 60],
    [1, 1],
    [-60_000, 0],
    [11 * 3_600_000, 39_600],
  ])('a message that is held for %i milliseconds is hidden for as long', async (wait, seconds) => {
    await held.holdUntil('later', await receive(aMessage()), noon + wait);
    expect(sqs.commandCalls(ChangeMessageVisibilityCommand)[0]?.args[0].input).toEqual({
      QueueUrl: heldQueueUrl.later,
      ReceiptHandle: 'the receipt',
      VisibilityTimeout: seconds,
    });
  });

  it('a message that is held for days is hidden for less than the 12 hours that SQS allows', async () => {
    await held.holdUntil('later', await receive(aMessage()), noon + 4 * 86_400_000);
    const { VisibilityTimeout = 0 } = sqs.commandCalls(ChangeMessageVisibilityCommand)[0]?.args[0].input ?? {};
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
      await held.holdUntil('later', await receive(aMessage(attributes, system)), noon + 5 * 3_600_000);

      expect(sqs.commandCalls(SendMessageCommand)[0]?.args[0].input).toMatchObject({
        QueueUrl: heldQueueUrl.later,
        MessageAttributes: attributes,
        DelaySeconds: 900,
      });
      expect(sqs.commandCalls(DeleteMessageCommand)).toHaveLength(1);
      expect(sqs.commandCalls(ChangeMessageVisibilityCommand)).toEqual([]);
    },
  );
});

test('the messages that wait to be sent are counted on the queue', async () => {
  sqs.on(GetQueueAttributesCommand).resolves({ Attributes: { ApproximateNumberOfMessages: '1234' } });

  expect(await held.backlog()).toBe(1234);
  expect(sqs.commandCalls(GetQueueAttributesCommand)[0]?.args[0].input).toEqual({
    QueueUrl: 'https://sqs/queue',
    AttributeNames: ['ApproximateNumberOfMessages'],
  });
});
