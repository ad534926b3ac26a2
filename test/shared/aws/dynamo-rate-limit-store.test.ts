import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { stateItems } from '../../../lib/contract/state-items';
import { DynamoRateLimitStore } from '../../../lambda/shared/aws/dynamo-rate-limit-store';
import { openTable, type TableInProcess } from '../deliveries/table-in-process';
import { meter } from '../deliveries/write-units';
import { ledgerContract, noon, usual } from '../rate-limit/rate-limit-store-contract';

describe('rate-limit store in DynamoDB', () => {
  let table: TableInProcess;
  beforeAll(async () => {
    table = await openTable();
  });
  afterEach(() => table.client.send(new DeleteCommand({ TableName: table.name, Key: { id: stateItems.rateLimit } })));
  afterAll(() => table.close());

  ledgerContract((settings) => () => new DynamoRateLimitStore(table.client, table.name, settings));

  test('the bucket is one item, in no index', async () => {
    await new DynamoRateLimitStore(table.client, table.name, usual).take(1, noon);
    expect(await table.items()).toEqual([
      { id: 'rate limit', full_at: expect.any(Number) as unknown, rate: usual.rate, cut_at: 0 },
    ]);
    expect(await table.items('awaited')).toEqual([]);
  });

  describe('cost', () => {
    let own: TableInProcess;
    let counted: ReturnType<typeof meter>;
    beforeEach(async () => {
      own = await openTable();
      counted = meter(own.client);
    });
    afterEach(() => own.close());

    test.each([
      ['in use', 1],
      ['full again at each', 60_000],
    ])('each taking costs one write unit, from the first, when the bucket is %s', async (_what, apart) => {
      const ledger = new DynamoRateLimitStore(own.client, own.name, usual);
      for (let taking = 0; taking < 10; taking += 1) {
        expect(await ledger.take(10, noon + taking * apart)).toMatchObject({ taken: true });
      }
      expect(counted).toEqual({ units: 10, writes: 10 });
    });

    test('a taking that must fail costs no write when the bucket is known to be empty', async () => {
      const ledger = new DynamoRateLimitStore(own.client, own.name, usual);
      while ((await ledger.take(100, noon)).taken);
      const { writes } = counted;
      for (let taking = 0; taking < 10; taking += 1)
        expect(await ledger.take(100, noon)).toMatchObject({ taken: false });
      expect(counted.writes).toBe(writes);
      expect(await ledger.take(100, noon + 20_000)).toMatchObject({ taken: true });
    });

    test('a taking costs one more write when another sender has taken meanwhile', async () => {
      const [ledger, other] = [1, 2].map(() => new DynamoRateLimitStore(own.client, own.name, usual));
      await ledger?.take(10, noon);
      await other?.take(10, noon + 60_000);
      const { writes } = counted;
      expect(await ledger?.take(10, noon + 60_000)).toMatchObject({ taken: true });
      expect(counted.writes - writes).toBe(2);
    });
  });

  test.each([
    ['says nothing', {}],
    ['says when it is full in words', { full_at: 'tomorrow', rate: 5, cut_at: 0 }],
    ['says nothing of the rate', { full_at: noon + 1000 }],
    ['has a rate in words', { full_at: noon, rate: 'fast', cut_at: 'never' }],
  ])('the bucket is repaired when its item %s', async (_what, item) => {
    await table.client.send(new PutCommand({ TableName: table.name, Item: { id: stateItems.rateLimit, ...item } }));
    const ledger = new DynamoRateLimitStore(table.client, table.name, usual);
    const { fullAt, rate, taken } = await ledger.take(10, noon);
    expect(taken).toBe(true);
    expect(fullAt).toBeGreaterThanOrEqual(noon);
    expect(rate).toBeGreaterThan(0);
    await ledger.slowDown(noon);
    const bucket = await new DynamoRateLimitStore(table.client, table.name, usual).read(noon);
    expect(bucket).toMatchObject({ rate: expect.any(Number) as unknown, cutAt: noon });
    expect(bucket.rate).toBeLessThan(usual.rate);
  });

  test('a table that cannot be written throws an error', async () => {
    const ledger = new DynamoRateLimitStore(table.client, 'no-such-table', usual);
    await expect(ledger.take(1, noon)).rejects.toThrow(/resource not found/);
    await expect(ledger.slowDown(noon)).rejects.toThrow(/resource not found/);
  });
});
