import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { stateItems } from '../../../lib/contract/state-items';
import { createDynamoPollCheckpoint } from '../../../lambda/shared/aws/dynamo-poll-checkpoint';
import { noRoundsYet, type PollCheckpointStore } from '../../../lambda/shared/checkpoints/poll-checkpoint';
import { noon } from '../deliveries/deliveries';
import { openTable, type Item, type TableInProcess } from '../deliveries/table-in-process';
import { meter } from '../deliveries/write-units';
import { progressStoreContract, someProgress } from '../checkpoints/poll-checkpoint-contract';

let table: TableInProcess;
let store: PollCheckpointStore;
beforeEach(async () => {
  table = await openTable();
  store = createDynamoPollCheckpoint(table.client, table.name);
});
afterEach(() => table.close());

describe('poll checkpoint: DynamoDB', () => {
  progressStoreContract(async () => store);

  it('a checkpoint is one small item, and each write costs one write unit', async () => {
    const spent = meter(table.client);
    await store.write('email', { ...noRoundsYet, ...someProgress });
    expect(spent).toEqual({ writes: 1, units: 1 });
    expect(await table.items()).toEqual([{ id: 'poll email', ...someProgress, version: 1 }]);
  });

  it('a table failure is reported, and does not count as a lost race', async () => {
    const client = DynamoDBDocumentClient.from(table.client);
    const broken = mockClient(client);
    broken.on(PutCommand).rejects(new Error('the table is out of order'));
    await expect(createDynamoPollCheckpoint(client, table.name).write('email', noRoundsYet)).rejects.toThrow(
      'out of order',
    );
    broken.restore();
  });
});

describe('poll checkpoint: foreign items', () => {
  const put = (item: Item): Promise<unknown> =>
    table.client.send(new PutCommand({ TableName: table.name, Item: { id: stateItems.poll.email, ...item } }));

  it.each([
    ['has no fields', {}],
    ['has a version in words', { ...someProgress, version: 'the first' }],
    ['has no rounds', { version: 3, busy_until: noon }],
    [
      'has a round that never began',
      { ...someProgress, version: 3, rounds: [{ reached: '2026-03-02T12:00:00.000Z' }] },
    ],
    ['has a round with an invalid position', { ...someProgress, version: 3, rounds: [{ began: 1, reached: 'noon' }] }],
    ['has something else for rounds', { ...someProgress, version: 3, rounds: 'three' }],
  ])('an item that %s counts as no checkpoint, and is overwritten', async (_what, item) => {
    await put(item);
    const seen = await store.read('email');
    expect(seen).toMatchObject({ busy_until: 0, rounds: [] });
    const written = await store.write('email', { ...seen, ...someProgress });
    expect(written).toBeDefined();
    expect(await store.read('email')).toEqual(written);
  });
});
