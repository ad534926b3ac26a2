import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
  type Message,
} from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { messageAttributes } from '../../lib/contract/attributes';
import { createSqsHeldQueue } from '../../lambda/release/sqs-held-queue';
import { iso, noon } from '../deliveries/deliveries';
import { ClockInTest } from '../wiring/clock-in-test';

const client = new SQSClient();
const sqs = mockClient(client);
const held = createSqsHeldQueue(
  client,
  { queueUrl: 'https://sqs/queue', urgentQueueUrl: 'https://sqs/urgent', heldQueueUrl: 'https://sqs/held' },
  new ClockInTest(noon),
);

const text = (value: string) => ({ DataType: 'String', StringValue: value });
const { heldUntil, urgent, idempotencyKey } = messageAttributes;
const aMessage = (attributes: Message['MessageAttributes'] = {}): Message => ({
  ReceiptHandle: 'the receipt',
  Body: '{"type":"sms"}',
  MessageAttributes: attributes,
});

async function receive(message: Message) {
  sqs.on(ReceiveMessageCommand).resolves({ Messages: [message] });
  const [received] = await held.receive();
  if (!received) throw new Error('nothing was received');
  return received;
}

beforeEach(() => sqs.reset());

describe('the held queue', () => {
  it('gives up to ten messages with all that they carry', async () => {
    sqs.on(ReceiveMessageCommand).resolves({});
    expect(await held.receive()).toEqual([]);
    expect(sqs.commandCalls(ReceiveMessageCommand)[0]?.args[0].input).toMatchObject({
      QueueUrl: 'https://sqs/held',
      MaxNumberOfMessages: 10,
      MessageAttributeNames: ['All'],
    });
  });

  it('says of a message until when it is held, and whether it is urgent', async () => {
    expect(await receive(aMessage({ [heldUntil]: text(iso(noon)), [urgent]: text('true') }))).toMatchObject({
      until: noon,
      urgent: true,
    });
  });

  it.each([{}, { [heldUntil]: text('tomorrow') }, { [heldUntil]: text('') }])(
    'keeps no message that does not say until when: %j',
    async (attributes) => {
      expect(await receive(aMessage(attributes))).toMatchObject({ until: undefined, urgent: false });
    },
  );
});

describe('a message whose hold has ended', () => {
  it.each([
    ['true', 'https://sqs/urgent'],
    ['false', 'https://sqs/queue'],
  ])('(urgent: %s) goes back to where it came from as it was, then leaves the held queue', async (flag, url) => {
    const own = { [idempotencyKey]: text('the first id'), traceparent: text('00-4bf92f35-01') };
    await held.giveBack(await receive(aMessage({ ...own, [heldUntil]: text(iso(noon)), [urgent]: text(flag) })));
    const [, sent, deleted] = sqs.calls().map(({ args }) => args[0]);
    expect(sent).toBeInstanceOf(SendMessageCommand);
    expect(sent?.input).toEqual({ QueueUrl: url, MessageBody: '{"type":"sms"}', MessageAttributes: own });
    expect(deleted).toBeInstanceOf(DeleteMessageCommand);
    expect(deleted?.input).toEqual({ QueueUrl: 'https://sqs/held', ReceiptHandle: 'the receipt' });
  });

  it('stays on the held queue when it cannot be sent', async () => {
    sqs.on(SendMessageCommand).rejects(new Error('AccessDenied'));
    await expect(held.giveBack(await receive(aMessage()))).rejects.toThrow('AccessDenied');
    expect(sqs.commandCalls(DeleteMessageCommand)).toEqual([]);
  });
});

describe('a message that is still held', () => {
  it.each([
    [60_000, 60],
    [1, 1],
    [-60_000, 0],
    [11 * 3_600_000, 39_600],
  ])('for %i milliseconds is out of sight for as long', async (wait, seconds) => {
    await held.keepUntil(await receive(aMessage()), noon + wait);
    expect(sqs.commandCalls(ChangeMessageVisibilityCommand)[0]?.args[0].input).toEqual({
      QueueUrl: 'https://sqs/held',
      ReceiptHandle: 'the receipt',
      VisibilityTimeout: seconds,
    });
  });

  it('for days is out of sight for less than the 12 hours that SQS allows from its receipt', async () => {
    await held.keepUntil(await receive(aMessage()), noon + 4 * 86_400_000);
    const { VisibilityTimeout = 0 } = sqs.commandCalls(ChangeMessageVisibilityCommand)[0]?.args[0].input ?? {};
    expect(VisibilityTimeout).toBeLessThan(43_200);
    expect(VisibilityTimeout).toBeGreaterThan(42_000);
  });
});
