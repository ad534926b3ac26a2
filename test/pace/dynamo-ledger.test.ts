import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { stateItems } from '../../lib/contract/state-items';
import { DynamoPaceLedger } from '../../lib/pace/dynamo-ledger';
import { openTable, type TableInProcess } from '../deliveries/table-in-process';
import { meter } from '../deliveries/write-units';
import { ledgerContract, noon, usual } from './ledger-contract';

describe('the pace in DynamoDB', () => {
  let table: TableInProcess;
  beforeAll(async () => {
    table = await openTable();
  });
  afterEach(() => table.client.send(new DeleteCommand({ TableName: table.name, Key: { id: stateItems.pace } })));
  afterAll(() => table.close());

  ledgerContract((settings) => () => new DynamoPaceLedger(table.client, table.name, settings));

  test('is one item, in no index', async () => {
    await new DynamoPaceLedger(table.client, table.name, usual).take(1, noon);
    expect(await table.items()).toEqual([
      { id: 'pace', full_at: expect.any(Number) as unknown, rate: usual.rate, cut_at: 0 },
    ]);
    expect(await table.items('awaited')).toEqual([]);
  });

  test('costs one write unit a taking once it is in use', async () => {
    const own = await openTable();
    const ledger = new DynamoPaceLedger(own.client, own.name, usual);
    await ledger.take(1, noon);
    const counted = meter(own.client);
    for (let taking = 1; taking <= 10; taking += 1) await ledger.take(10, noon + taking);
    expect(counted).toEqual({ units: 10, writes: 10 });
    await own.close();
  });

  test('tells of a table that cannot be written', async () => {
    const ledger = new DynamoPaceLedger(table.client, 'no-such-table', usual);
    await expect(ledger.take(1, noon)).rejects.toThrow(/resource not found/);
    await expect(ledger.cut(noon)).rejects.toThrow(/resource not found/);
  });
});
