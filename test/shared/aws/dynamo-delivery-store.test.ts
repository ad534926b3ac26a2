import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { SQSRecord } from 'aws-lambda';
import type { Delivery } from '../../../lib/contract/delivery';
import type { QueueMessage } from '../../../lib/contract/message';
import { table as shape } from '../../../lib/contract/table';
import { outcomeOf } from '../../../lambda/shared/deliveries/outcome';
import { PipelineError } from '../../../lib/contract/pipeline-error';
import { decide } from '../../../lambda/send/decide';
import { newDelivery } from '../../../lambda/send/delivery-record';
import { aRecord } from '../../send/records';
import { aNotification } from '../deliveries/notifications';
import { aChangeTo, aDelivery, aDeliveryThatIs, noon } from '../deliveries/deliveries';
import { storeContract } from '../deliveries/store-contract';
import { openTable, type TableInProcess } from '../deliveries/table-in-process';
import { meter, sizeOf } from '../deliveries/write-units';
import { iso } from '../../../lib/contract/time';

describe('DynamoDeliveryStore', () => {
  let table: TableInProcess;
  afterAll(() => table.close());

  storeContract(async () => {
    table = await openTable();
    return table.store;
  });
});

describe('DynamoDeliveryStore: item that is not a delivery', () => {
  let table: TableInProcess;
  beforeEach(async () => {
    table = await openTable();
  });
  afterEach(() => table.close());

  it.each([
    ['says nothing', {}],
    ['has a state of its own', { state: 'lost', changed_at: iso(noon) }],
    ['does not say when', { state: 'sending' }],
  ])(
    'an item that is not a delivery because it %s is reported and neither used nor overwritten',
    async (_what, attributes) => {
      const candidate = aDelivery();
      const item = { id: candidate.id, ...attributes };
      await table.client.send(new PutCommand({ TableName: table.name, Item: item }));
      const error = `item ${candidate.id} of table ${table.name} is not a delivery; find out who put it there, and delete it`;
      await expect(table.store.find(candidate.id)).rejects.toThrow(error);
      await expect(table.store.claim(candidate, noon)).rejects.toThrow(PipelineError);
      expect(await table.store.create(candidate)).toBe(false);
      expect(await table.items()).toEqual([item]);
    },
  );
});

describe('a claim in DynamoDB whose answer is lost', () => {
  let table: TableInProcess;
  beforeEach(async () => {
    table = await openTable();
  });
  afterEach(() => {
    jest.restoreAllMocks();
    return table.close();
  });

  /** The SDK makes each of the next writes twice, because it never gets the answer to the first. */
  function losingAnswers(writes: number): void {
    const send = table.client.send.bind(table.client);
    let left = writes;
    jest.spyOn(table.client, 'send').mockImplementation((async (command: PutCommand) => {
      if (command instanceof PutCommand && (left -= 1) >= 0) await send(command).catch(() => undefined);
      return send(command);
    }) as never);
  }

  it('is known as one’s own, and nobody has to be asked first', async () => {
    const candidate = aDelivery();
    losingAnswers(1);
    expect(await table.store.claim(candidate, noon)).toMatchObject({ claimed: true, verify: false });
  });

  it('is known as one’s own when it takes over from a worker that died, and Notify is asked first', async () => {
    const dead = aDelivery({ lease_until: noon - 1 });
    await table.store.create(dead);
    losingAnswers(2);
    const takeover = aDelivery({ id: dead.id, changed_at: iso(noon + 1) });
    expect(await table.store.claim(takeover, noon)).toMatchObject({ claimed: true, verify: true });
  });

  it('is not taken for that of another worker that claims at the same moment', async () => {
    const candidate = aDelivery();
    losingAnswers(16);
    const claims = await Promise.all(Array.from({ length: 16 }, () => table.store.claim(candidate, noon)));
    expect(claims.filter(({ claimed }) => claimed)).toHaveLength(1);
  });
});

/** What people send: a reset link, a code, a letter with its whole address. */
const usual: readonly QueueMessage[] = [
  {
    type: 'email',
    template_id: '5d7c0a0e-5b0f-4d43-8a36-6f1f9d7b1c01',
    email_address: 'amala.sundarananthan@department.example.gov.uk',
    personalisation: { name: 'Amala', link: 'https://www.example.gov.uk/reset/4f6c' },
  },
  {
    type: 'sms',
    template_id: '0b1d7fd0-39c4-4a0f-8c2e-3d2f14f6fd52',
    phone_number: '+44 7900 900123',
    personalisation: { code: '123456' },
  },
  {
    type: 'letter',
    template_id: '7a1f2cf4-6f1b-44a1-9d80-9f0e0f0b7f11',
    personalisation: { address_line_1: 'Amala Bird', address_line_2: '123 High Street', address_line_3: 'SW14 6BH' },
  },
];
const withReference = { reference: 'claim-2026-000123456/decision' };
const withMetadata = { metadata: { team: 'licences', case_id: '2026-000123456' } };

describe('DynamoDeliveryStore: size and cost', () => {
  let table: TableInProcess;
  beforeEach(async () => {
    table = await openTable();
  });
  afterEach(() => table.close());

  /** The whole life of a message that arrives, as the functions write it. */
  async function deliver(message: QueueMessage): Promise<Delivery> {
    const candidate = newDelivery(message, aRecord(message) satisfies SQSRecord, {
      pipelineId: 'arn-8c1f2b5e-0d7a-4d55-9b1c-3f6c7d3f9a10-1a2b3c4d',
      hashKey: 'a key',
      recordRetentionSeconds: 90 * 86_400,
      lease: 165_000,
      now: noon,
    });
    await table.store.claim(candidate, noon);
    const notification = aNotification({ type: message.type === 'precompiled_letter' ? 'letter' : message.type });
    const accepted = { kind: 'accepted', notificationId: notification.id, templateVersion: 12, copies: 1 } as const;
    const { change } = decide({ ...accepted, posted: true, began: noon }, message, candidate, noon + 212);
    await table.store.transition(candidate.id, change);
    const outcome = outcomeOf(notification, iso(noon + 60_000));
    expect(outcome && (await table.store.transition(candidate.id, outcome))).toBe(true);
    return (await table.store.find(candidate.id)) ?? candidate;
  }

  it.each(usual)(
    'the record of a delivered $type fits in 1 KB, even with a reference and metadata',
    async (message) => {
      const delivery = await deliver({ ...message, ...withReference, ...withMetadata });
      expect(delivery.state).toBe('delivered');
      expect(sizeOf({ ...delivery })).toBeLessThanOrEqual(1024);
    },
  );

  it.each(usual)('a delivered $type takes five write units, with its indexes', async (message) => {
    const spent = meter(table.client);
    await deliver(message);
    expect(spent).toEqual({ writes: 3, units: 5 });
  });

  it.each(usual)('a delivered $type with a reference takes six write units', async (message) => {
    const spent = meter(table.client);
    await deliver({ ...message, ...withReference, ...withMetadata });
    expect(spent).toEqual({ writes: 3, units: 6 });
  });

  it('a list of 50 awaited deliveries takes four write units with its index, and four when it is deleted', async () => {
    const deliveries = Array.from({ length: 50 }, (_, place) => {
      const { id, notification_id = '' } = aDeliveryThatIs('sent');
      return { id, notification_id, sent_at: iso(noon + place * 500) };
    });
    const spent = meter(table.client);
    await table.store.awaitTogether('email', deliveries, Math.ceil(noon / 1000) + 90 * 86_400);
    expect(spent).toEqual({ writes: 1, units: 4 });
    const [item] = await table.items();
    expect(sizeOf(item ?? {})).toBeLessThanOrEqual(2048);
    const [entry] = await table.items(shape.awaitedIndex.name);
    expect(Object.keys(entry ?? {}).sort()).toEqual(['awaited', 'deliveries', 'id', 'sent_at']);
    for await (const { list } of table.store.awaited('email', iso(noon), iso(noon)))
      if (list) await table.store.shorten(list, []);
    expect(spent).toEqual({ writes: 2, units: 8 });
    expect(await table.items()).toEqual([]);
  });

  it('reading the awaited deliveries writes nothing', async () => {
    await table.store.create(aDeliveryThatIs('sent'));
    const spent = meter(table.client);
    for await (const { id } of table.store.awaited('email', iso(0), iso(noon))) expect(id).toBeTruthy();
    expect(spent.writes).toBe(0);
  });

  it('saving a new status takes two write units, with its index', async () => {
    const { id } = aDeliveryThatIs('sent');
    await table.store.create(aDeliveryThatIs('sent', { id }));
    const spent = meter(table.client);
    await table.store.annotate(id, { status: 'asleep' }, { state: 'sent' });
    expect(spent).toEqual({ writes: 1, units: 2 });
  });

  it('the index of awaited deliveries has nothing else, and only the attributes that a look-up needs', async () => {
    const sent = aDeliveryThatIs('sent', { reference: 'order 7', metadata: { team: 'licences' } });
    for (const state of ['held', 'rejected', 'expired', 'sent_untracked', 'delivered', 'failed'] as const) {
      await table.store.create(aDeliveryThatIs(state));
    }
    await table.store.create(aDelivery());
    await table.store.create(sent);
    const { id, awaited, sent_at, notification_id } = sent;
    expect(await table.items(shape.awaitedIndex.name)).toEqual([{ id, awaited, sent_at, notification_id }]);
  });

  it.each(['delivered', 'failed', 'sent_untracked'] as const)(
    'a message that ends as %s leaves the index of awaited deliveries',
    async (state) => {
      const { id } = aDeliveryThatIs('sent');
      await table.store.create(aDeliveryThatIs('sent', { id }));
      await table.store.transition(id, aChangeTo(state));
      expect(await table.items(shape.awaitedIndex.name)).toEqual([]);
    },
  );

  it('the index by reference has only deliveries with a reference, and only their keys', async () => {
    const referred = aDelivery({ reference: 'order 7' });
    await table.store.create(referred);
    await table.store.create(aDelivery());
    const { id, reference, created_at } = referred;
    expect(await table.items(shape.referenceIndex.name)).toEqual([{ id, reference, created_at }]);
  });

  it('a record is read consistently, because claims depend on it', async () => {
    const reads: unknown[] = [];
    table.client.middlewareStack.add((next) => (args) => {
      reads.push(args.input);
      return next(args);
    });
    await table.store.find('an id');
    expect(reads).toEqual([expect.objectContaining({ ConsistentRead: true })]);
  });

  it('a record can have the longest reference that a message may have', async () => {
    const referred = aDelivery({ reference: 'é'.repeat(900) });
    expect(await table.store.create(referred)).toBe(true);
  });
});
