import { hour } from '../../lib/contract/time';
import { deliveryId } from '../../lib/contract/identity';
import { messageAttributes } from '../../lib/contract/attributes';
import type { DeliveryStore } from '../../lambda/shared/deliveries/delivery-store';
import { DynamoReadAttempts } from '../../lambda/shared/aws/dynamo-read-attempts';
import { awsError, unavailable } from '../fakes/aws-errors';
import { openTable, type TableInProcess } from '../shared/deliveries/table-in-process';
import { anEmail, aText } from '../contract/messages';
import { aRecord, attribute } from './records';
import { meets } from './scripted-notify';
import { offload } from './pointers';
import { aKey, openSender, pipelineId } from './sender-in-test';

let table: TableInProcess;
beforeAll(async () => {
  table = await openTable();
});
afterAll(() => table.close());

/** The store, of which these methods throw for one delivery, as long as there is something to throw. */
function failingFor(
  id: string,
  methods: readonly (keyof DeliveryStore)[],
  fault: (...args: unknown[]) => Error | undefined,
): DeliveryStore {
  return new Proxy(table.store, {
    get: (target: DeliveryStore, name: keyof DeliveryStore) => {
      const method = target[name].bind(target) as (...args: unknown[]) => unknown;
      if (!methods.includes(name)) return method;
      return (...args: unknown[]) => {
        const [first] = args as [string | { id: string }];
        const error = (typeof first === 'string' ? first : first.id) === id ? fault(...args) : undefined;
        return error ? Promise.reject(error) : method(...args);
      };
    },
  });
}

describe('a message on which something throws each time', () => {
  test.each([
    ['a TypeError', new TypeError('CANARY amala@example.com')],
    ['a RangeError', new RangeError('CANARY')],
    ['a value that the table does not take', awsError('ValidationException', 400, 'CANARY')],
  ])('is a dead letter with a reason and a record after five rounds: %s', async (_what, error) => {
    const key = aKey();
    const sender = openSender(table, { store: failingFor(deliveryId(pipelineId, key), ['claim'], () => error) });
    const good = aRecord(aText);
    await sender.take(aRecord({ ...anEmail, idempotency_key: key, reference: 'mine' }), good);
    await sender.letAllComeBack();

    const reason = `it made the pipeline fail 5 times; the last time: ${error.name}`;
    expect(sender.queues.buried).toEqual([{ record: expect.anything() as unknown, reason }]);
    expect(await sender.recordOf(key)).toEqual({
      id: deliveryId(pipelineId, key),
      type: 'email',
      state: 'failed',
      failure: 'technical',
      attempts: 0,
      reason,
      created_at: expect.any(String) as string,
      changed_at: expect.any(String) as string,
      ttl: expect.any(Number) as number,
    });
    expect(sender.monitor.counts).toMatchObject({ Fault: 5, Failed: 1, Sent: 1 });
    expect(await sender.recordOf(good.messageId)).toMatchObject({ state: 'sent' });
  });

  test('is closed where its record was already open, and the reason says that Notify may have it', async () => {
    const key = aKey();
    const isSent = (change: unknown): boolean => (change as { state: string }).state === 'sent';
    const store = failingFor(deliveryId(pipelineId, key), ['transition'], (_id, change) =>
      isSent(change) ? awsError('ValidationException', 400) : undefined,
    );
    const sender = openSender(table, { store });
    await sender.take(aRecord({ ...anEmail, idempotency_key: key }));
    await sender.letAllComeBack();
    const reason = 'it made the pipeline fail 5 times; the last time: ValidationException';
    expect(await sender.recordOf(key)).toMatchObject({ state: 'failed', reason: `${reason}; Notify may have it` });
    expect(sender.queues.buried).toMatchObject([{ reason }]);
    expect(sender.notify.rows).toHaveLength(1);
  });

  test('is taken back from the dead letters as one that may be sent, and is sent once', async () => {
    const key = aKey();
    let error: Error | undefined = new TypeError('x');
    const sender = openSender(table, { store: failingFor(deliveryId(pipelineId, key), ['claim'], () => error) });
    const message = { ...anEmail, idempotency_key: key };
    await sender.take(aRecord(message));
    await sender.letAllComeBack();
    expect(await sender.recordOf(key)).toMatchObject({ state: 'failed' });
    error = undefined;
    await sender.take(aRecord(message));
    expect(await sender.recordOf(key)).toMatchObject({ state: 'sent' });
    expect(sender.notify.rows).toHaveLength(1);
  });

  test('that came through the bucket is known by its own key too', async () => {
    const key = aKey();
    const sender = openSender(table, {
      store: failingFor(deliveryId(pipelineId, key), ['claim'], () => new TypeError('x')),
    });
    const { record } = await offload(sender, { ...anEmail, idempotency_key: key });
    await sender.take(record);
    await sender.letAllComeBack();
    expect(await sender.recordOf(key)).toMatchObject({ state: 'failed', type: 'email' });
    expect(sender.queues.buried).toHaveLength(1);
  });

  test.each(['-5', 'many', '1e400', '0.5'])('cannot claim to have failed %s times', async (faults) => {
    const key = aKey();
    const sender = openSender(table, {
      store: failingFor(deliveryId(pipelineId, key), ['claim'], () => new TypeError('x')),
    });
    await sender.take(
      aRecord({ ...anEmail, idempotency_key: key }, { attributes: { [messageAttributes.faults]: attribute(faults) } }),
    );
    await sender.letAllComeBack();
    expect(sender.monitor.counts).toMatchObject({ Fault: 5 });
  });
});

describe('AWS being down or throttling for six hours', () => {
  test.each([
    ['down', unavailable()],
    ['throttling', awsError('ProvisionedThroughputExceededException', 400)],
    ['out of reach', Object.assign(new Error('x'), { code: 'ECONNRESET' })],
    ['too slow', Object.assign(new Error('x'), { name: 'TimeoutError' })],
  ])('(%s) counts against no message: all are sent once after it, and none is a dead letter', async (_what, error) => {
    const key = aKey();
    let isDown = true;
    const store = failingFor(deliveryId(pipelineId, key), ['claim', 'create', 'find', 'transition'], () =>
      isDown ? error : undefined,
    );
    const sender = openSender(table, { store });
    const end = sender.clock.now() + 6 * hour;
    await sender.take(aRecord({ ...anEmail, idempotency_key: key }));
    while (sender.clock.now() < end) await sender.letTheNextComeBack();
    isDown = false;
    expect(Number(sender.monitor.counts['Fault'])).toBeGreaterThan(100);
    await sender.letAllComeBack();
    expect(sender.queues.buried).toEqual([]);
    expect(sender.notify.rows).toHaveLength(1);
    expect(await sender.recordOf(key)).toMatchObject({ state: 'sent' });
  });
});

describe('a metadata field named as what every object has', () => {
  test.each(['constructor', 'toString', 'hasOwnProperty', 'toJSON', 'valueOf'])('is kept: %s', async (name) => {
    const sender = openSender(table);
    const key = aKey();
    const metadata = { [name]: 'Taylor Woodrow Ltd' };
    await sender.take(aRecord({ ...anEmail, idempotency_key: key, metadata }));
    const record = await sender.recordOf(key);
    expect(record).toMatchObject({ state: 'sent' });
    expect(Object.entries(record?.metadata ?? {})).toEqual([[name, 'Taylor Woodrow Ltd']]);
    expect(sender.monitor.counts).toEqual({ Sent: 1 });
  });
});

describe('an answer of Notify that makes no sense', () => {
  const answer = (status: number, body: string) => ({
    answer: { status, headers: { 'content-type': 'application/json' }, body: Buffer.from(body) },
  });

  test.each(['', '..', '.', 'a/../b', 'x'.repeat(2000), '\ud800'])(
    'with the id %j leaves unknown what happened to the message, which is asked for and never posted again',
    async (id) => {
      const sender = openSender(table);
      const key = aKey();
      sender.notify.nextPosts({ ...answer(201, JSON.stringify({ id, template: { version: 1 } })), stored: true });
      await sender.take(aRecord({ ...anEmail, idempotency_key: key }));
      expect(await sender.recordOf(key)).toMatchObject({ state: 'sending' });
      await sender.letAllComeBack();
      expect(await sender.recordOf(key)).toMatchObject({ state: 'sent', notification_id: sender.notify.rows[0]?.id });
      expect(sender.notify.posts).toHaveLength(1);
    },
  );

  test.each(['1e400', '1e-200', '-1', '"1"', 'null', '0.5', '{}'])(
    'with the template version %s is written down without it',
    async (version) => {
      const sender = openSender(table);
      const key = aKey();
      const id = '3d1c6f0e-8a1b-4f55-9c9d-3a3c4a7b5c10';
      sender.notify.nextPosts(answer(201, `{"id":"${id}","template":{"version":${version}}}`));
      await sender.take(aRecord({ ...anEmail, idempotency_key: key }));
      const record = await sender.recordOf(key);
      expect(record).toMatchObject({ state: 'sent', notification_id: id });
      expect(record).not.toHaveProperty('template_version');
    },
  );

  test.each([{ template: null }, {}])('with %j for its template is written down without it', async (rest) => {
    const sender = openSender(table);
    const key = aKey();
    sender.notify.nextPosts(answer(201, JSON.stringify({ id: '3d1c6f0e-8a1b-4f55-9c9d-3a3c4a7b5c10', ...rest })));
    await sender.take(aRecord({ ...anEmail, idempotency_key: key }));
    expect(await sender.recordOf(key)).toMatchObject({ state: 'sent' });
  });

  test.each([
    ['a class of 500 KB', [{ error: 'E'.repeat(500_000), message: 'x' }]],
    ['a text of 500 KB', [{ error: 'BadRequestError', message: `Missing personalisation: ${'x'.repeat(500_000)}` }]],
    ['10,000 entries', Array.from({ length: 10_000 }, () => ({ error: 'ValidationError', message: 'postage x' }))],
    ['half characters', [{ error: '\ud800', message: 'Missing personalisation: \ud800' }]],
  ])('that refuses with %s ends the message with a reason that is short', async (_what, errors) => {
    const sender = openSender(table);
    const key = aKey();
    sender.notify.nextPosts(answer(400, JSON.stringify({ status_code: 400, errors })));
    await sender.take(aRecord({ ...anEmail, idempotency_key: key }));
    const record = await sender.recordOf(key);
    expect(record).toMatchObject({ state: 'rejected' });
    expect(record?.reason?.length).toBeLessThan(600);
    expect(sender.monitor.counts).toEqual({ Rejected: 1 });
  });

  test.each([
    ['null', null],
    ['rows of other references', { id: '3d1c6f0e-8a1b-4f55-9c9d-3a3c4a7b5c10', reference: 'not ours', template: {} }],
    ['rows without an id', { reference: undefined }],
  ])('to a look-up (%s) is no answer: the message is neither sent again nor taken for sent', async (_what, row) => {
    const sender = openSender(table);
    const key = aKey();
    sender.notify.nextPosts(meets.loss(true));
    sender.notify.nextReads(answer(200, JSON.stringify({ notifications: [row], links: {} })));
    await sender.take(aRecord({ ...anEmail, idempotency_key: key }));
    await sender.letTheNextComeBack();
    expect(await sender.recordOf(key)).toMatchObject({ state: 'sending' });
    await sender.letAllComeBack();
    expect(await sender.recordOf(key)).toMatchObject({ state: 'sent', notification_id: sender.notify.rows[0]?.id });
    expect(sender.notify.posts).toHaveLength(1);
  });
});

describe('a message that kills its reader', () => {
  /** A worker that dies as it reads: nothing happens after that. */
  const dying = () =>
    openSender(table, {
      blobs: () => ({
        open: () => new Promise(() => undefined),
        refresh: async () => undefined,
        delete: async () => undefined,
      }),
    });
  const received = (record: ReturnType<typeof aRecord>, times: number) => ({
    ...record,
    attributes: { ...record.attributes, ApproximateReceiveCount: String(times) },
  });

  test('is a dead letter at its eighth receive, unread, with a record', async () => {
    const sender = openSender(table);
    const { record } = await offload(sender, { ...anEmail, idempotency_key: aKey() });
    for (let times = 1; times < 8; times += 1) {
      const dead = dying();
      const begun = jest.spyOn(DynamoReadAttempts.prototype, 'begin');
      void dead.take(received(record, times));
      await Promise.all(begun.mock.results.map(({ value }) => value as Promise<number>));
      begun.mockRestore();
    }
    expect(await sender.take(received(record, 8))).toEqual([]);
    const reason = 'it was read 8 times, and no run that began to read it finished';
    expect(sender.queues.buried).toEqual([{ record: expect.anything() as unknown, reason }]);
    expect(await sender.refusedRecordOf(record)).toMatchObject({ type: 'unknown', state: 'failed', reason });
    expect(sender.notify.posts).toEqual([]);
  });

  test('is none that was received often by a function that could not even begin, or that came to an end', async () => {
    const key = aKey();
    let isDown = true;
    const store = failingFor(deliveryId(pipelineId, key), ['claim'], () => (isDown ? unavailable() : undefined));
    const sender = openSender(table, { store });
    const record = aRecord({ ...anEmail, idempotency_key: key });
    for (let times = 5; times < 12; times += 1) await sender.take(received(record, times));
    isDown = false;
    await sender.take(received(record, 12));
    expect(sender.queues.buried).toEqual([]);
    expect(await sender.recordOf(key)).toMatchObject({ state: 'sent' });
  });
});
