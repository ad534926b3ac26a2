import { SendMessageBatchCommand, SQSClient, type SendMessageCommandInput } from '@aws-sdk/client-sqs';
import type { SQSRecord } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { messageAttributes } from '../../../lib/contract/attributes';
import { readPointer } from '../../../lib/contract/extended-client';
import { isPayloadKey } from '../../../lib/contract/payloads';
import { MemoryBlobs } from '../../../local/aws/memory-blobs';
import { heldQueues, type HeldQueueName } from '../../../lib/contract/lane';
import { createSqsMessageQueues, type QueueUrls } from '../../../lambda/shared/aws/sqs-queues';
import { anEmail } from '../../contract/messages';
import { noon } from '../deliveries/deliveries';
import type { Clock } from '../../../lib/contract/clock';
import { awsError, unavailable } from '../../fakes/aws-errors';
import { aRecord, attribute, urgentQueueArn } from '../../send/records';
import { iso } from '../../../lib/contract/time';

const client = new SQSClient();
const sqs = mockClient(client);
const urls: QueueUrls = {
  queueUrl: 'https://sqs/queue',
  urgentQueueUrl: 'https://sqs/urgent',
  urgentQueueArn,
  heldQueueUrl: Object.fromEntries(heldQueues.map((name) => [name, `https://sqs/held-${name}`])) as Record<
    HeldQueueName,
    string
  >,
  deadLetterQueueUrl: 'https://sqs/dead',
};
/** Its time stands still. A sleeper wakes up when all others have done what they can. */
const clock: Clock = { now: () => noon, sleep: () => new Promise((resolve) => setImmediate(resolve)) };
const queues = createSqsMessageQueues(client, urls, clock);
beforeEach(() => {
  sqs.reset();
  sqs.on(SendMessageBatchCommand).callsFake(({ Entries }: { Entries: { Id: string }[] }) => ({
    Successful: Entries.map(({ Id }) => ({ Id })),
    Failed: [],
  }));
});

/** Every message that was sent, with the queue that it was sent to. */
const allSent = (): Partial<SendMessageCommandInput>[] =>
  sqs.commandCalls(SendMessageBatchCommand).flatMap(({ args }) => {
    const { QueueUrl, Entries = [] } = args[0].input;
    return Entries.map(({ Id: _id, ...message }) => ({ QueueUrl, ...message }));
  });
const sent = (): Partial<SendMessageCommandInput> | undefined => allSent()[0];
const text = (value: string) => ({ DataType: 'String', StringValue: value });
const { heldUntil, lane: laneName, idempotencyKey, reason, cameFrom } = messageAttributes;
const minutes = (count: number): number => noon + count * 60_000;

async function put(record: SQSRecord, until: number): Promise<Partial<SendMessageCommandInput> | undefined> {
  await queues.requeue(record, until);
  return sent();
}

describe('SQS queues: short requeue', () => {
  it.each([
    [0, 0],
    [1, 1],
    [1000, 1],
    [1001, 2],
    [45_000, 45],
    [900_000, 900],
  ])(
    'a wait of %i milliseconds is a delayed message on the same queue, and never ends early',
    async (wait, seconds) => {
      const record = aRecord(anEmail);
      expect(await put(record, noon + wait)).toEqual({
        QueueUrl: 'https://sqs/queue',
        MessageBody: record.body,
        DelaySeconds: seconds,
        MessageAttributes: { [idempotencyKey]: text(record.messageId) },
      });
    },
  );

  it('a wait that is already over has no delay', async () => {
    expect(await put(aRecord(anEmail), noon - 60_000)).toMatchObject({ DelaySeconds: 0 });
  });

  it('an urgent message waits on the urgent queue', async () => {
    expect(await put(aRecord(anEmail, { arn: urgentQueueArn }), minutes(1))).toMatchObject({
      QueueUrl: 'https://sqs/urgent',
    });
  });
});

describe('SQS queues: long requeue', () => {
  it('a message that has to wait for longer than SQS can delay it comes back after that, and is put back once more', async () => {
    expect(await put(aRecord(anEmail), minutes(60))).toMatchObject({
      QueueUrl: 'https://sqs/queue',
      DelaySeconds: 900,
    });
  });
});

describe('SQS queues: hold', () => {
  it.each(['email', 'sms', 'international_sms', 'letter'] as const)(
    'a held message is on the held queue of its lane (%s), with no time of its own',
    async (lane) => {
      const record = aRecord(anEmail);
      await queues.hold(record, lane);
      expect(sent()).toEqual({
        QueueUrl: `https://sqs/held-${lane}`,
        MessageBody: record.body,
        DelaySeconds: 0,
        MessageAttributes: { [idempotencyKey]: text(record.messageId) },
      });
    },
  );

  it('an urgent held message is on the urgent held queue, and says its lane', async () => {
    const record = aRecord(anEmail, { arn: urgentQueueArn });
    await queues.hold(record, 'email');
    expect(sent()).toMatchObject({
      QueueUrl: 'https://sqs/held-urgent',
      MessageAttributes: { [idempotencyKey]: text(record.messageId), [laneName]: text('email') },
    });
  });
});

describe('SQS queues: message groups', () => {
  const record = aRecord(anEmail);
  const grouped = { ...record, attributes: { ...record.attributes, MessageGroupId: 'email' } };

  it('a message stays in its group wherever it is put', async () => {
    await queues.requeue(grouped, minutes(1));
    await queues.requeue(grouped, minutes(60));
    await queues.hold(grouped, 'email');
    await queues.deadLetter(grouped, 'why');
    expect(allSent().map(({ MessageGroupId }) => MessageGroupId)).toEqual(['email', 'email', 'email', 'email']);
  });
});

describe('SQS queues: messages that are put aside together', () => {
  const records = (count: number) => Array.from({ length: count }, () => aRecord(anEmail));
  const calls = () => sqs.commandCalls(SendMessageBatchCommand).map(({ args }) => args[0].input);

  it('fifty messages of a batch that a hold stops are five calls', async () => {
    await Promise.all(records(50).map((record) => queues.hold(record, 'email')));
    expect(calls().map(({ Entries = [] }) => Entries.length)).toEqual([10, 10, 10, 10, 10]);
    expect(
      new Set(allSent().map(({ MessageAttributes }) => MessageAttributes?.[idempotencyKey]?.StringValue)).size,
    ).toBe(50);
  });

  it('those for different queues are sent apart', async () => {
    const [first, second, third] = records(3) as [SQSRecord, SQSRecord, SQSRecord];
    await Promise.all([queues.hold(first, 'email'), queues.hold(second, 'sms'), queues.requeue(third, minutes(1))]);
    expect(calls().map(({ QueueUrl }) => QueueUrl)).toEqual([
      'https://sqs/held-email',
      'https://sqs/held-sms',
      'https://sqs/queue',
    ]);
  });

  it('they are no bigger together than SQS takes', async () => {
    const big = Array.from({ length: 5 }, () => aRecord('é'.repeat(200_000)));
    await Promise.all(big.map((record) => queues.hold(record, 'email')));
    expect(calls().map(({ Entries = [] }) => Entries.length)).toEqual([2, 2, 1]);
  });

  it('one that SQS does not take fails alone', async () => {
    sqs.on(SendMessageBatchCommand).resolves({
      Successful: [{ Id: '0', MessageId: 'new', MD5OfMessageBody: '' }],
      Failed: [{ Id: '1', Code: 'InvalidMessageContents', SenderFault: true }],
    });
    const results = await Promise.allSettled(records(2).map((record) => queues.hold(record, 'email')));
    expect(results).toMatchObject([
      { status: 'fulfilled' },
      { status: 'rejected', reason: { name: 'InvalidMessageContents' } },
    ]);
  });

  it('one on which SQS itself failed is sent once more, without those that SQS has', async () => {
    const failed = { Id: '1', Code: 'InternalError', SenderFault: false };
    const answers = [{ Successful: [{ Id: '0' }], Failed: [failed] }, { Successful: [{ Id: '0' }] }];
    sqs.on(SendMessageBatchCommand).callsFake(() => answers.shift());
    const [first, second] = records(2) as [SQSRecord, SQSRecord];
    await Promise.all([queues.hold(first, 'email'), queues.hold(second, 'email')]);
    expect(calls().map(({ Entries = [] }) => Entries.length)).toEqual([2, 1]);
  });

  it('where SQS refuses a call for what is in it, each message is tried on its own', async () => {
    sqs.on(SendMessageBatchCommand).callsFake(({ Entries }: { Entries: { Id: string; MessageBody: string }[] }) => {
      if (Entries.some(({ MessageBody }) => MessageBody === 'bad')) throw awsError('InvalidParameterValue', 400);
      return { Successful: Entries.map(({ Id }) => ({ Id })) };
    });
    const results = await Promise.allSettled(
      [aRecord(anEmail), aRecord('bad'), aRecord(anEmail)].map((record) => queues.hold(record, 'email')),
    );
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  it('where SQS is not there, all of a call come back', async () => {
    sqs.on(SendMessageBatchCommand).rejects(unavailable());
    const results = await Promise.allSettled(records(3).map((record) => queues.hold(record, 'email')));
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(calls()).toHaveLength(1);
  });
});

describe('SQS queues: dead letters', () => {
  it.each([
    ['queue', undefined],
    ['urgent', urgentQueueArn],
  ])('a dead letter from the %s says that, why it is one, and which message it is', async (from, arn) => {
    const attributes = { [idempotencyKey]: attribute('the first id') };
    const record = aRecord(anEmail, { attributes, ...(arn !== undefined && { arn }) });
    await queues.deadLetter(record, 'Notify did not take it');
    expect(sent()).toEqual({
      QueueUrl: 'https://sqs/dead',
      MessageBody: record.body,
      DelaySeconds: 0,
      MessageAttributes: {
        [idempotencyKey]: text('the first id'),
        [reason]: text('Notify did not take it'),
        [cameFrom]: text(from),
      },
    });
  });

  it('the reason on a dead letter is cut to what SQS accepts', async () => {
    await queues.deadLetter(aRecord(anEmail), 'x'.repeat(5000));
    expect(sent()?.MessageAttributes?.[reason]?.StringValue).toHaveLength(1000);
  });
});

describe('SQS queues: message attributes', () => {
  it('a message that is requeued has the attributes that it came with, text and bytes', async () => {
    const attributes = {
      traceparent: attribute('00-4bf92f35-01'),
      count: { dataType: 'Number.int', stringValue: '7', stringListValues: [], binaryListValues: [] },
      blob: { dataType: 'Binary', binaryValue: Buffer.from([0, 255, 7]).toString('base64') },
    };
    const put1 = await put(aRecord(anEmail, { attributes }), minutes(1));
    expect(put1?.MessageAttributes).toMatchObject({
      traceparent: text('00-4bf92f35-01'),
      count: { DataType: 'Number.int', StringValue: '7' },
      blob: { DataType: 'Binary', BinaryValue: Buffer.from([0, 255, 7]) },
    });
  });

  it('a message that is requeued has its first id, however often it moves', async () => {
    const again = aRecord(anEmail, { attributes: { [idempotencyKey]: attribute('the first id') } });
    expect((await put(again, minutes(1)))?.MessageAttributes).toEqual({ [idempotencyKey]: text('the first id') });
  });

  it('a message that is requeued loses its old hold and its old reason as a dead letter', async () => {
    const before = {
      [heldUntil]: attribute(iso(noon)),
      [laneName]: attribute('email'),
      [reason]: attribute('Notify did not take it'),
    };
    const put1 = await put(aRecord(anEmail, { attributes: before }), minutes(1));
    expect(Object.keys(put1?.MessageAttributes ?? {})).toEqual([idempotencyKey]);
  });

  it.each([minutes(1), minutes(60)])(
    'a message that is requeued has at most the ten attributes that SQS accepts, ours included',
    async (until) => {
      const attributes = Object.fromEntries(Array.from({ length: 10 }, (_, n) => [`mine-${n}`, attribute('x')]));
      const put1 = await put(aRecord(anEmail, { attributes }), until);
      expect(Object.keys(put1?.MessageAttributes ?? {})).toHaveLength(10);
      expect(put1?.MessageAttributes).toHaveProperty(idempotencyKey);
      expect(put1?.MessageAttributes).toHaveProperty('mine-0');
    },
  );
});

describe('the count of faults', () => {
  const { faults } = messageAttributes;
  const counted = (count: number) => aRecord(anEmail, { attributes: { [faults]: attribute(String(count)) } });

  test.each([
    ['for a moment', (record: SQSRecord) => queues.requeue(record, noon)],
    ['for hours', (record: SQSRecord) => queues.requeue(record, minutes(600))],
    ['for the end of a hold', (record: SQSRecord) => queues.hold(record, 'email')],
  ])('stays with a message that waits %s', async (_what, wait) => {
    await wait(counted(3));
    expect(sent()?.MessageAttributes?.[faults]).toEqual({ DataType: 'Number', StringValue: '3' });
  });

  test('stays with an urgent message that waits for the end of a hold', async () => {
    await queues.hold({ ...counted(2), eventSourceARN: urgentQueueArn }, 'sms');
    expect(sent()?.MessageAttributes?.[faults]).toMatchObject({ StringValue: '2' });
  });

  test('is the one that is given, if one is', async () => {
    await queues.requeue(counted(3), noon, 4);
    expect(sent()?.MessageAttributes?.[faults]).toMatchObject({ StringValue: '4' });
  });

  test('is not on a dead letter, which is taken back once somebody has mended what failed', async () => {
    await queues.deadLetter(counted(5), 'it failed');
    expect(sent()?.MessageAttributes).not.toHaveProperty(faults);
  });
});

describe('the reason on a dead letter', () => {
  test.each([
    ['control characters', 'a\u0000b\u001b', 'a\u{fffd}b\u{fffd}'],
    ['half a character', 'a\ud83d', 'a\u{fffd}'],
    ['characters that XML has not', 'a\uffff', 'a\u{fffd}'],
    ['nothing', '', 'unknown'],
    ['lines and emoji', 'a\n\t😀', 'a\n\t😀'],
  ])('is as SQS takes it, with %s', async (_what, given, expected) => {
    await queues.deadLetter(aRecord(anEmail), given);
    expect(sent()?.MessageAttributes?.[reason]?.StringValue).toBe(expected);
  });

  test('is cut between characters', async () => {
    await queues.deadLetter(aRecord(anEmail), `a${'😀'.repeat(600)}`);
    const given = sent()?.MessageAttributes?.[reason]?.StringValue ?? '';
    expect(given.length).toBeLessThanOrEqual(1000);
    expect(given.slice(0, -1)).not.toMatch(/\p{Surrogate}|\ufffd/u);
  });
});

describe('a message that is close to what SQS takes', () => {
  const blobs = new MemoryBlobs(clock);
  const queues = createSqsMessageQueues(client, urls, clock, { bucketName: 'bucket', blobs });
  const limit = 1024 * 1024;

  const bytesOf = ({ MessageBody = '', MessageAttributes = {} }: Partial<SendMessageCommandInput> = {}): number =>
    Object.entries(MessageAttributes).reduce(
      (bytes, [name, { DataType = '', StringValue = '', BinaryValue }]) =>
        bytes + Buffer.byteLength(name + DataType + StringValue) + (BinaryValue?.byteLength ?? 0),
      Buffer.byteLength(MessageBody),
    );
  const ofBytes = (bytes: number) => aRecord('x'.repeat(bytes));

  test.each([limit, limit - 1, limit - 60])(
    'of %i bytes goes through the bucket when it is put back',
    async (bytes) => {
      const record = ofBytes(bytes);
      await queues.requeue(record, noon);
      expect(bytesOf(sent())).toBeLessThan(2000);
      const pointer = readPointer(sent()?.MessageBody ?? '');
      expect(pointer).toMatchObject({ bucketName: 'bucket' });
      const key = typeof pointer === 'object' ? pointer.key : '';
      expect(isPayloadKey(key)).toBe(true);
      expect(await (await blobs.open(key))?.text()).toBe(record.body);
      expect(sent()?.MessageAttributes).toMatchObject({
        [idempotencyKey]: text(record.messageId),
        ExtendedPayloadSize: { DataType: 'Number', StringValue: String(bytes) },
      });
    },
  );

  test('stays as it is where there is room for what it has to carry', async () => {
    const record = ofBytes(limit - 500);
    await queues.requeue(record, noon);
    expect(sent()?.MessageBody).toBe(record.body);
    expect(bytesOf(sent())).toBeLessThanOrEqual(limit);
  });

  test.each([
    ['held', (record: SQSRecord) => queues.hold(record, 'email')],
    ['held for long', (record: SQSRecord) => queues.requeue(record, minutes(600))],
    ['a dead letter', (record: SQSRecord) => queues.deadLetter(record, 'x'.repeat(2000))],
  ])('is never too big for SQS once it is %s, whatever it carries', async (_what, put) => {
    const own = Object.fromEntries(
      Array.from({ length: 10 }, (_, place) => [`Trace${place}`, attribute('x'.repeat(100))]),
    );
    for (const bytes of [limit - 1200, limit - 1100, limit - 900]) {
      sqs.resetHistory();
      await put(aRecord('x'.repeat(bytes), { attributes: own }));
      expect(bytesOf(sent())).toBeLessThanOrEqual(limit);
      expect(Object.keys(sent()?.MessageAttributes ?? {}).length).toBeLessThanOrEqual(10);
    }
  });

  test('loses a size that somebody else has said', async () => {
    const record = aRecord('x'.repeat(limit - 100), {
      attributes: { ExtendedPayloadSize: attribute('7'), SQSLargePayloadSize: attribute('7') },
    });
    await queues.requeue(record, noon);
    expect(sent()?.MessageAttributes?.['ExtendedPayloadSize']?.StringValue).toBe(String(limit - 100));
  });
});
