import { BatchGetCommand, DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { stateItems } from '../../../lib/contract/state-items';
import { DynamoHoldStore } from '../../../lambda/shared/aws/dynamo-hold-store';
import { noon } from '../deliveries/deliveries';
import { openTable, type Item, type TableInProcess } from '../deliveries/table-in-process';
import { holdStoreContract } from '../holds/hold-store-contract';
import { anOpenCircuit } from '../holds/circuits';
import { aHold, aProbe } from '../holds/holds';

let table: TableInProcess;
let store: DynamoHoldStore;
beforeEach(async () => {
  table = await openTable();
  store = new DynamoHoldStore(table.client, table.name);
});
afterEach(() => table.close());

describe('DynamoHoldStore', () => {
  holdStoreContract(async () => store);

  it('a hold is an item that a person can read', async () => {
    await store.place(aProbe(), noon);
    expect(await table.items()).toEqual([
      {
        id: 'hold everything',
        ...aProbe(),
        since_time: '2026-03-02T12:00:00.000Z',
        until_time: '2026-03-02T12:00:30.000Z',
      },
    ]);
  });

  it('are distinguished from deliveries and from the rate limit', async () => {
    await table.client.send(
      new PutCommand({ TableName: table.name, Item: { id: stateItems.rateLimit, full_at: noon } }),
    );
    expect((await store.read()).holds).toEqual([]);
  });

  it('the holds are read in one request, and an incomplete answer is an error', async () => {
    const client = DynamoDBDocumentClient.from(table.client);
    const asked = mockClient(client);
    asked
      .on(BatchGetCommand)
      .resolves({ Responses: { [table.name]: [] }, UnprocessedKeys: { [table.name]: { Keys: [{}] } } });
    await expect(new DynamoHoldStore(client, table.name).read()).rejects.toThrow('the table throttles');
    expect(asked.calls()).toHaveLength(1);
    asked.restore();
  });
});

describe('DynamoHoldStore: item that is not a hold', () => {
  const put = (item: Item): Promise<unknown> =>
    table.client.send(new PutCommand({ TableName: table.name, Item: { id: stateItems.hold.email, ...item } }));

  it.each([
    ['says nothing', {}],
    ['says until when in words', { ...aHold(), until: 'midnight' }],
    ['does not say until when', { scope: 'email', reason: 'x', since: noon, probe: false, probes: 0 }],
    ['does not say since when', { ...aHold(), since: null }],
    ['does not say whether it is to be asked about', { ...aHold(), probe: 'no' }],
    ['is of another scope', { ...aHold(), scope: 'sms' }],
    ['is of no scope', { ...aHold(), scope: 'fax' }],
  ])('an item that is not a hold because it %s stops nothing', async (_what, item) => {
    await put(item);
    expect((await store.read()).holds).toEqual([]);
  });

  it.each([{}, { ...aHold(), until: 'midnight' }, { reason: 'x', until: null }])(
    'an item that is not a hold does not stop a hold from being placed: %j',
    async (item) => {
      await put(item);
      await store.place(aHold(), noon);
      expect((await store.read()).holds).toEqual([expect.objectContaining(aHold())]);
    },
  );
});

describe('an item under the id of a lane', () => {
  const put = (item: Item): Promise<unknown> =>
    table.client.send(new PutCommand({ TableName: table.name, Item: { id: stateItems.lane.email, ...item } }));

  it('says when in words too, and is gone a day after the trouble', async () => {
    await store.writeCircuit(anOpenCircuit({ version: 0 }));
    expect(await table.items()).toEqual([
      {
        id: 'lane email',
        ...anOpenCircuit(),
        since_time: '2026-03-02T12:00:00.000Z',
        until_time: '2026-03-02T12:00:02.000Z',
        ttl: (noon + 2000) / 1000 + 86_400,
      },
    ]);
  });

  it.each([
    {},
    { ...anOpenCircuit(), version: 'one' },
    { ...anOpenCircuit(), version: 0 },
    { ...anOpenCircuit(), open: 'yes' },
    { ...anOpenCircuit(), cause: 'the weather' },
    { ...anOpenCircuit(), until: 'midnight' },
    { ...anOpenCircuit(), lane: 'sms' },
    { ...anOpenCircuit(), lane: 'fax' },
  ])('that is none stops nothing: %j', async (item) => {
    await put(item);
    expect((await store.read()).circuits).toEqual([]);
  });

  it.each([{}, { version: 'one' }, { version: 0 }])('that is none gives way to one: %j', async (item) => {
    await put(item);
    expect(await store.writeCircuit(anOpenCircuit({ version: 0 }))).toBe(true);
    expect((await store.read()).circuits).toEqual([anOpenCircuit()]);
  });
});
