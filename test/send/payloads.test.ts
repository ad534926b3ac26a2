import { randomUUID } from 'node:crypto';
import type { QueueMessage } from '../../lib/contract/message';
import { createDynamoSpentPayloads } from '../../lambda/shared/aws/dynamo-spent-payloads';
import type { Blobs } from '../../lambda/shared/ports';
import type { MemoryBlobs } from '../../local/aws/memory-blobs';
import { openTable, type TableInProcess } from '../shared/deliveries/table-in-process';
import { anEmail, aPrecompiledLetter } from '../contract/messages';
import { aPointer, dialects, offload } from './pointers';
import { aRecord } from './records';
import { meets } from './scripted-notify';
import { aKey, bucketName, openSender, sentAnew, type SenderInTest } from './sender-in-test';
import { storeWith } from '../shared/deliveries/store-with';
import { day, iso } from '../../lib/contract/time';

const file = 'A'.repeat(100_000);
const withFile = {
  ...anEmail,
  personalisation: { name: 'Amala', link_to_file: { file, filename: 'decision.pdf' } },
} as const satisfies QueueMessage;

let table: TableInProcess;
let sender: SenderInTest;
beforeAll(async () => {
  table = await openTable();
});
beforeEach(() => {
  sender = openSender(table);
});
afterAll(() => table.close());

describe('send: large payloads', () => {
  it.each(dialects)('a message written by $client is sent once, and its payload is deleted', async (dialect) => {
    const idempotency_key = aKey();
    const { record } = await offload(sender, { ...withFile, idempotency_key }, { dialect });
    expect(await sender.take(record)).toEqual([]);
    expect(sender.notify.posts).toMatchObject([{ body: { personalisation: { link_to_file: { file } } } }]);
    expect(await sender.recordOf(idempotency_key)).toMatchObject({ state: 'sent', type: 'email' });
    expect(sender.bucket.keys).toEqual([]);
  });

  it('a large message can be a precompiled letter, in any script, and can leave out its size', async () => {
    const { record } = await offload(sender, { ...aPrecompiledLetter, reference: 'Œuvre 🐍' }, { size: undefined });
    await sender.take(record);
    expect(sender.notify.posts).toMatchObject([{ body: { content: aPrecompiledLetter.content } }]);
    expect(await sender.recordOf(record.messageId)).toMatchObject({ state: 'sent', reference: 'Œuvre 🐍' });
  });

  it('a large message published twice is sent once, and neither payload is left', async () => {
    const idempotency_key = aKey();
    const [first, second] = [
      await offload(sender, { ...withFile, idempotency_key }),
      await offload(sender, { ...withFile, idempotency_key }),
    ];
    await sender.take(first.record);
    await sender.take(second.record);
    expect(sender.notify.rows).toHaveLength(1);
    expect(sender.monitor.counts).toEqual({ Sent: 1, Duplicate: 1 });
    expect(sender.bucket.keys).toEqual([]);
  });

  it('a requeued message stays a pointer, and its payload is kept', async () => {
    const { record, key } = await offload(sender, withFile);
    sender.notify.nextPosts(meets.loss(false));
    await sender.take(record);
    expect(sender.queues.waitingFor.map((waiting) => waiting.record.body)).toEqual([record.body]);
    expect(sender.bucket.keys).toEqual([key]);
    await sender.letAllComeBack();
    expect(await sender.recordOf(record.messageId)).toMatchObject({ state: 'sent' });
    expect(sender.bucket.keys).toEqual([]);
  });

  it('a held message stays a pointer, and its payload is kept', async () => {
    const { record, key } = await offload(sender, withFile);
    sender.notify.nextPosts(meets.refusal(429, 'TooManyRequestsError', 'Exceeded send limits (email: 5) for today'));
    await sender.take(record);
    expect(sender.queues.parked).toEqual([{ record, lane: 'email' }]);
    expect(sender.bucket.keys).toEqual([key]);
    await sender.letAllComeBack();
    expect(sender.notify.rows).toHaveLength(1);
    expect(sender.bucket.keys).toEqual([]);
  });

  it('a dead letter stays a pointer and its payload is kept, so that it can be redriven', async () => {
    const giving = openSender(table, { maxFailures: 1 });
    const { record, key } = await offload(giving, withFile);
    giving.notify.nextPosts(meets.page(500));
    giving.notify.nextPosts(meets.refusal(500, 'Exception', 'Internal server error'));
    await giving.take(record);
    await giving.letAllComeBack();
    expect(giving.queues.buried.map((buried) => buried.record.body)).toEqual([record.body]);
    expect(giving.bucket.keys).toEqual([key]);
    await giving.take(sentAnew(record));
    expect(giving.notify.rows).toHaveLength(1);
    expect(giving.bucket.keys).toEqual([]);
  });

  it.each<[string, object]>([
    ['that is not a message', { ...withFile, type: 'fax' }],
    ['that has expired', { ...withFile, expires_at: '2020-01-01T00:00:00Z' }],
  ])('a payload %s is not sent, and is deleted', async (_what, message) => {
    const { record } = await offload(sender, message);
    await sender.take(record);
    expect(sender.notify.posts).toEqual([]);
    expect(sender.bucket.keys).toEqual([]);
  });

  it('a message that Notify rejects has its payload deleted', async () => {
    const { record } = await offload(sender, withFile);
    sender.notify.nextPosts(meets.refusal(400, 'BadRequestError', 'Uploaded file exceeds file size limit'));
    await sender.take(record);
    expect(await sender.recordOf(record.messageId)).toMatchObject({ state: 'rejected' });
    expect(sender.bucket.keys).toEqual([]);
  });

  it('a message held for 100 days keeps its payload fresh in the bucket, and is sent', async () => {
    const send_after = iso(sender.clock.now() + 100 * day);
    const { record, key } = await offload(sender, { ...withFile, send_after });
    await sender.take(record);
    for (let week = 0; week < 14; week += 1) {
      await sender.letTheNextComeBack();
      const stored = await sender.bucket.open(key);
      if (stored) expect(sender.clock.now() - stored.storedAt).toBeLessThan(2 * day);
    }
    await sender.letAllComeBack();
    expect(sender.notify.rows).toHaveLength(1);
    expect(await sender.recordOf(record.messageId)).toMatchObject({ state: 'sent' });
  });
});

describe('send: copies of a message whose payload is deleted', () => {
  it('a second delivery by SQS counts as a duplicate, and is not rejected', async () => {
    const { record } = await offload(sender, { ...withFile, idempotency_key: aKey() });
    await sender.take(record);
    expect(await sender.take(record)).toEqual([]);
    expect(sender.monitor.counts).toEqual({ Sent: 1, Duplicate: 1 });
    expect(await sender.refusedRecordOf(record)).toBeUndefined();
  });

  it('a copy that was requeued because another worker had it counts as a duplicate', async () => {
    const { record } = await offload(sender, { ...withFile, idempotency_key: aKey() });
    await Promise.all([sender.take(record), sender.take(record)]);
    await sender.letAllComeBack();
    expect(sender.notify.rows).toHaveLength(1);
    expect(await sender.refusedRecordOf(record)).toBeUndefined();
    expect(sender.bucket.keys).toEqual([]);
  });
});

describe('send: invalid payloads', () => {
  /** A bucket of which it is known what was asked of it. */
  function watched(): { asked: string[]; blobs: (bucket: MemoryBlobs) => Blobs } {
    const asked: string[] = [];
    const watch = (bucket: MemoryBlobs): Blobs => ({
      open: (key) => (asked.push(key), bucket.open(key)),
      refresh: (key) => (asked.push(key), bucket.refresh(key)),
      delete: (key) => (asked.push(key), bucket.delete(key)),
    });
    return { asked, blobs: watch };
  }

  it.each<[string, Parameters<typeof aPointer>[0] & object, RegExp]>([
    ['somebody else’s bucket', { bucket: 'somebody-elses' }, /^the message is not in this pipeline's bucket/],
    ['a letter’s PDF', { key: `letters/${randomUUID()}.pdf` }, /^the s3Key of the message must be a lower-case UUID/],
    ['a key of another form', { key: 'message-1' }, /^the s3Key of the message must be a lower-case UUID/],
    [
      'a path that leaves the prefix',
      { key: `payloads/../${randomUUID()}` },
      /^the s3Key of the message must be a lower-case UUID/,
    ],
    ['a key of two lines', { key: `${randomUUID()}\\n` }, /^the s3Key of the message must be a lower-case UUID/],
    ['an empty key', { key: '' }, /^the s3Key of the message must be a lower-case UUID/],
  ])('a pointer to %s is rejected, and nothing is read or deleted', async (_where, terms, reason) => {
    const { asked, blobs } = watched();
    const careful = openSender(table, { blobs });
    const record = aPointer(terms);
    expect(await careful.take(record)).toEqual([]);
    expect(await careful.refusedRecordOf(record)).toMatchObject({
      state: 'rejected',
      type: 'unknown',
      reason: expect.stringMatching(reason) as string,
    });
    expect(asked).toEqual([]);
    expect(careful.monitor.counts).toEqual({ Rejected: 1 });
  });

  it.each([
    '["software.amazon.payloadoffloading.PayloadS3Pointer"]',
    '["software.amazon.payloadoffloading.PayloadS3Pointer",null]',
    '["software.amazon.payloadoffloading.PayloadS3Pointer","s3Key"]',
    `["software.amazon.payloadoffloading.PayloadS3Pointer",{"s3BucketName":"${bucketName}","s3Key":7}]`,
    ' [ "com.amazon.sqs.javamessaging.MessageS3Pointer", {"s3Key":"x"} ]',
  ])('a pointer that leads nowhere is rejected: %s', async (body) => {
    const record = aRecord(body);
    await sender.take(record);
    expect((await sender.refusedRecordOf(record))?.reason).toBe(
      'the pointer to the message must have s3BucketName and s3Key, both text',
    );
  });

  it.each(['[', '[]', '["java.lang.String",{}]', '[1,2]', `[["software.amazon.payloadoffloading.PayloadS3Pointer"]]`])(
    'a body that only looks like a pointer is rejected as a message: %s',
    async (body) => {
      const record = aRecord(body);
      await sender.take(record);
      expect((await sender.refusedRecordOf(record))?.reason).toMatch(/JSON|the message must be an object/);
    },
  );

  it('a pointer to a missing payload is rejected', async () => {
    const record = aPointer();
    await sender.take(record);
    expect((await sender.refusedRecordOf(record))?.reason).toMatch(/^the message is not in the bucket; put it there/);
  });

  it.each([1, 'many', -1, ''])('a payload that differs from its announced size is rejected: %j', async (size) => {
    const { record } = await offload(sender, withFile, { size });
    await sender.take(record);
    expect((await sender.refusedRecordOf(record))?.reason).toMatch(/bytes, which is not the size in its pointer$/);
    expect(sender.notify.posts).toEqual([]);
    expect(sender.bucket.keys).toEqual([]);
  });

  const damagedTimes = (damages: number): SenderInTest =>
    openSender(table, {
      blobs: (bucket) => ({
        open: async (key) => {
          const blob = await bucket.open(key);
          return blob && { ...blob, text: async () => (damages-- > 0 ? undefined : blob.text()) };
        },
        refresh: (key) => bucket.refresh(key),
        delete: (key) => bucket.delete(key),
      }),
    });

  it('a payload that does not match its checksum is rejected', async () => {
    const damaging = damagedTimes(2);
    const { record } = await offload(damaging, withFile);
    await damaging.take(record);
    expect((await damaging.refusedRecordOf(record))?.reason).toMatch(/does not match its checksum/);
    expect(damaging.bucket.keys).toEqual([]);
  });

  it('a payload that was damaged in transit is read again, and the message is sent', async () => {
    const damaging = damagedTimes(1);
    const { record } = await offload(damaging, withFile);
    await damaging.take(record);
    expect(damaging.notify.rows).toHaveLength(1);
  });

  it('a payload that is larger than the function has memory for is rejected', async () => {
    const { record } = await offload(sender, 'x'.repeat(16 * 1024 * 1024 + 1));
    await sender.take(record);
    expect((await sender.refusedRecordOf(record))?.reason).toBe(
      'the message is 16777217 bytes, but the most is 16777216; make it smaller',
    );
    expect(sender.bucket.keys).toEqual([]);
  });
});

describe('send: bucket failures', () => {
  /** Fails at one method the first time. */
  const fragile = (method: keyof Blobs) => (bucket: MemoryBlobs) => {
    let broken = true;
    return new Proxy<Blobs>(bucket, {
      get: (target, property) => {
        if (property === method && broken) {
          broken = false;
          return () => Promise.reject(new Error('503 Slow Down'));
        }
        return (target[property as keyof Blobs] as (...args: unknown[]) => unknown).bind(target) as unknown;
      },
    });
  };

  it.each(['open', 'delete'] as const)(
    'a bucket failure at %s rejects nothing: the message is requeued and sent once',
    async (method) => {
      const failing = openSender(table, { blobs: fragile(method) });
      const { record } = await offload(failing, withFile);
      expect(await failing.take(record)).toEqual([]);
      expect(failing.queues.waitingFor.map((waiting) => waiting.record.body)).toEqual([record.body]);
      expect(failing.monitor.counts).toMatchObject({ Fault: 1 });
      await failing.letAllComeBack();
      expect(failing.notify.rows).toHaveLength(1);
      expect(await failing.refusedRecordOf(record)).toBeUndefined();
      expect(failing.bucket.keys).toEqual([]);
    },
  );

  it('a failure to refresh a payload requeues the message before it is sent', async () => {
    const failing = openSender(table, { blobs: fragile('refresh') });
    const { record } = await offload(failing, withFile);
    failing.clock.moveBy(2 * day);
    await failing.take(record);
    expect(failing.notify.posts).toEqual([]);
    await failing.letAllComeBack();
    expect(failing.notify.rows).toHaveLength(1);
  });

  it('a table failure does not keep a payload for ever: the retry deletes it', async () => {
    const spent = createDynamoSpentPayloads(table.client, table.name);
    let broken = true;
    const add = async (key: string, until: number) => {
      if (broken) {
        broken = false;
        throw new Error('throttled');
      }
      return spent.add(key, until);
    };
    const failing = openSender(table, { spent: { add, has: (key) => spent.has(key) } });
    const { record, key } = await offload(failing, withFile);
    await failing.take(record);
    expect(failing.bucket.keys).toEqual([key]);
    await failing.letAllComeBack();
    expect(failing.bucket.keys).toEqual([]);
    expect(failing.notify.rows).toHaveLength(1);
  });
});

test('a payload that another worker may still need is left for the bucket to expire', async () => {
  // Its lease is over and another worker has the message by the time that Notify refuses it.
  const stale = openSender(table, {
    store: storeWith(table.store, { transition: async () => false, annotate: async () => false }),
  });
  const { record, key } = await offload(stale, withFile);
  stale.notify.nextPosts(meets.refusal(400, 'BadRequestError', 'no'));
  await stale.take(record);
  expect(stale.bucket.keys).toEqual([key]);
});

const large = { ...anEmail, personalisation: { file: 'x'.repeat(6 * 1024 * 1024) } };

test('a function takes no more large messages at once than it has memory for, and the rest wait inside for room', async () => {
  const { clock } = sender;
  /** Nobody waits for so long: room comes first. */
  const sleep = (milliseconds: number, signal?: AbortSignal): Promise<void> =>
    milliseconds < 20_000
      ? clock.sleep(milliseconds)
      : new Promise((_, reject) => signal?.addEventListener('abort', () => reject(new Error('there is room'))));
  const patient = openSender(table, { clock: { now: () => clock.now(), sleep } });
  const ten = await Promise.all(Array.from({ length: 10 }, () => offload(patient, large)));
  expect(await patient.take(...ten.map(({ record }) => record))).toEqual([]);
  expect(patient.notify.rows).toHaveLength(10);
  expect(patient.queues.waitingFor).toEqual([]);
  expect(patient.bucket.keys).toEqual([]);
});

test('large messages for which there is no room in twenty seconds come back in a moment', async () => {
  const ten = await Promise.all(Array.from({ length: 10 }, () => offload(sender, large)));
  await sender.take(...ten.map(({ record }) => record));
  expect(sender.notify.rows).toHaveLength(2);
  expect(sender.queues.waitingFor).toHaveLength(8);
  for (const { until } of sender.queues.waitingFor) expect(until - sender.clock.now()).toBeLessThanOrEqual(10_000);
  await sender.letAllComeBack();
  expect(sender.notify.rows).toHaveLength(10);
  expect(sender.bucket.keys).toEqual([]);
});

test('the record of a deleted payload expires after 30 days, and is not a delivery', async () => {
  const { record, key } = await offload(sender, withFile);
  await sender.take(record);
  const item = (await table.items()).find(({ id }) => id === `spent ${key}`);
  expect(item).toEqual({ id: `spent ${key}`, ttl: Math.ceil(sender.clock.now() / 1000) + 30 * 86_400 });
});
