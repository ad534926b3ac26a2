import { fc } from '../properties';
import { readPointer } from '../../lib/contract/extended-client';
import { isPayloadKey } from '../../lib/contract/payloads';
import { parseQueueMessage } from '../../lib/contract/parse-message';
import { inBatches } from '../../lib/publisher/batches';
import { attributesOf, bytesOnQueue, pack, type Parcel } from '../../lib/publisher/parcel';
import type { KeyedMessage } from '../../lib/publisher/queue-message';
import { anEmail, messages } from '../contract/messages';
import { noon } from '../shared/deliveries/deliveries';
import { ClockInTest } from '../fakes/clock-in-test';
import { bucketName, pipelineId, queueUrl, urgentQueueUrl } from './aws-in-memory';

const mebibyte = 1024 * 1024;
const terms = { queueUrl, pipelineId, bucketName };

const ofSize = (bytes: number, payloadBytes?: number, to = queueUrl): { parcel: Parcel } => ({
  parcel: {
    queueUrl: to,
    deliveryId: 'd',
    idempotencyKey: 'k',
    groupId: 'email',
    body: 'x'.repeat(bytes),
    ...(payloadBytes === undefined ? {} : { payload: { key: 'k', content: '', bytes: payloadBytes } }),
  },
});

async function batchesOf<Item extends { parcel: Parcel }>(items: readonly Item[]): Promise<(readonly Item[])[]> {
  const batches: (readonly Item[])[] = [];
  async function* given() {
    yield* items;
  }
  for await (const batch of inBatches(given(), new ClockInTest(noon))) batches.push(batch);
  return batches;
}

describe('publisher: batches', () => {
  it('a batch holds at most ten messages', async () => {
    const batches = await batchesOf(Array.from({ length: 25 }, () => ofSize(100)));
    expect(batches.map(({ length }) => length)).toEqual([10, 10, 5]);
  });

  it('a batch holds at most 1 MiB, to the byte', async () => {
    const half = mebibyte / 2;
    expect(await batchesOf([ofSize(half), ofSize(half)])).toHaveLength(1);
    expect(await batchesOf([ofSize(half), ofSize(half + 1)])).toHaveLength(2);
  });

  it('the attributes of a pointer count towards its size', () => {
    const pointer = ofSize(100, 2_000_000).parcel;
    const { ExtendedPayloadSize: size } = attributesOf(pointer) ?? {};
    expect(size).toEqual({ DataType: 'Number', StringValue: '2000000' });
    expect(bytesOnQueue(pointer)).toBe(100 + 'ExtendedPayloadSize'.length + 'Number'.length + '2000000'.length);
  });

  it('a batch holds no more files than a function has memory for', async () => {
    const files = Array.from({ length: 10 }, () => ofSize(200, 3 * mebibyte));
    expect((await batchesOf(files)).map(({ length }) => length)).toEqual([2, 2, 2, 2, 2]);
    expect((await batchesOf([ofSize(200, 15 * mebibyte)])).map(({ length }) => length)).toEqual([1]);
  });

  it('a batch goes to one queue', async () => {
    const mixed = Array.from({ length: 12 }, (_, place) =>
      ofSize(10, undefined, place % 2 ? urgentQueueUrl : queueUrl),
    );
    const batches = await batchesOf(mixed);
    expect(batches.map((batch) => batch.map(({ parcel }) => parcel.queueUrl))).toEqual([
      Array.from({ length: 6 }, () => queueUrl),
      Array.from({ length: 6 }, () => urgentQueueUrl),
    ]);
  });

  it('batches keep the order, lose nothing and are what SQS accepts, whatever is published', async () => {
    const parcel = fc
      .tuple(fc.integer({ min: 1, max: mebibyte }), fc.boolean())
      .map(([bytes, urgent]) => ofSize(bytes, undefined, urgent ? urgentQueueUrl : queueUrl));
    await fc.assert(
      fc.asyncProperty(fc.array(parcel, { maxLength: 30 }), async (parcels) => {
        const batches = await batchesOf(parcels);
        for (const url of [queueUrl, urgentQueueUrl]) {
          const to = ({ parcel: { queueUrl: its } }: { parcel: Parcel }): boolean => its === url;
          expect(batches.flat().filter(to)).toEqual(parcels.filter(to));
        }
        for (const batch of batches) {
          expect(batch.length).toBeLessThanOrEqual(10);
          expect(batch.reduce((sum, { parcel: { body } }) => sum + body.length, 0)).toBeLessThanOrEqual(mebibyte);
        }
      }),
      { numRuns: 30 },
    );
  });
});

describe('publisher: pack a message', () => {
  const keyed = (message: object): KeyedMessage => ({ idempotency_key: 'k', ...message }) as KeyedMessage;

  it('a packed message is read by the pipeline as it was, whatever it holds', () => {
    fc.assert(
      fc.property(messages, (message) => {
        fc.pre(!JSON.stringify(message).includes('"__proto__"'));
        const parcel = pack(keyed(message), terms);
        const content = parcel.payload?.content ?? parcel.body;
        expect(parseQueueMessage(content)).toEqual({
          ok: true,
          message: JSON.parse(JSON.stringify(keyed(message))) as unknown,
        });
        if (parcel.payload) {
          expect(readPointer(parcel.body)).toEqual({ bucketName, key: parcel.payload.key });
          expect(isPayloadKey(parcel.payload.key)).toBe(true);
        }
      }),
    );
  });

  it('a packed message holds no character that SQS refuses, and is still the same message', () => {
    const name = 'a\u0000\u001f\ud800\ufffe\uffff🐍';
    const { body } = pack(keyed({ ...anEmail, personalisation: { name } }), terms);
    expect(body).not.toMatch(/[^\t\n\r -\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u);
    expect(JSON.parse(body)).toMatchObject({ personalisation: { name } });
  });

  it.each([
    ['an "a"', 'a', 1],
    ['an "é"', 'é', 2],
    ['a snake', '🐍', 4],
  ])(
    'a message goes through the bucket as soon as it is too large to be requeued: filled with %s',
    (_what, text, bytes) => {
      const most = mebibyte - 4096;
      const bare = Buffer.byteLength(pack(keyed({ ...anEmail, personalisation: { name: '' } }), terms).body);
      const filled = (room: number): Parcel =>
        pack(
          keyed({
            ...anEmail,
            personalisation: { name: text.repeat(Math.floor(room / bytes)) + 'a'.repeat(room % bytes) },
          }),
          terms,
        );
      expect(Buffer.byteLength(filled(most - bare).body)).toBe(most);
      expect(filled(most - bare).payload).toBeUndefined();
      expect(filled(most - bare + 1).payload?.bytes).toBe(most + 1);
    },
  );
});
