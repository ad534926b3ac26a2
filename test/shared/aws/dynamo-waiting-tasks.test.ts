import { createDynamoWaitingTasks } from '../../../lambda/shared/aws/dynamo-waiting-tasks';
import { openTable, type TableInProcess } from '../deliveries/table-in-process';

let table: TableInProcess;
beforeAll(async () => {
  table = await openTable();
});
afterAll(() => table.close());

const tasks = () => createDynamoWaitingTasks(table.client, table.name);
const since = '2026-03-02T12:00:00.000Z';
const ttlOf = async (id: string) => (await table.items()).find((item) => item['id'] === `tasks ${id}`)?.['ttl'];

describe('waiting tasks in the table', () => {
  test('tasks of a delivery are found until they are removed, and those of no other', async () => {
    await tasks().add('one', { token: 'a' }, 1000);
    await tasks().add('one', { token: 'b', since }, 1000);
    await tasks().add('other', { token: 'c' }, 1000);
    expect(new Set(await tasks().find('one'))).toEqual(new Set([{ token: 'a' }, { token: 'b', since }]));

    await tasks().remove('one', [{ token: 'b', since }]);
    expect(await tasks().find('one')).toEqual([{ token: 'a' }]);
    await tasks().remove('one', [{ token: 'a' }]);
    expect(await tasks().find('one')).toEqual([]);
    expect(await tasks().find('nobody')).toEqual([]);
    expect(await tasks().find('other')).toEqual([{ token: 'c' }]);
  });

  test('an item is kept for as long as the task that waits longest', async () => {
    await tasks().add('long', { token: 'a' }, 90_500);
    await tasks().add('long', { token: 'b' }, 10_000);
    expect(await ttlOf('long')).toBe(91);
    await tasks().add('long', { token: 'c' }, 100_000);
    expect(await ttlOf('long')).toBe(100);
    expect(await tasks().find('long')).toHaveLength(3);
  });

  test('a token that is kept twice is there once', async () => {
    await tasks().add('twice', { token: 'a' }, 1000);
    await tasks().add('twice', { token: 'a' }, 1000);
    expect(await tasks().find('twice')).toEqual([{ token: 'a' }]);
  });
});
