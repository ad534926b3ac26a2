import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { createDynamoSpendingStore } from '../../../lambda/shared/aws/dynamo-spending-store';
import { Spending } from '../../../lambda/shared/text-limits/spending';
import { hour } from '../../../lib/contract/time';
import { ClockInTest } from '../../fakes/clock-in-test';
import { noon } from '../deliveries/deliveries';
import { openTable } from '../deliveries/table-in-process';
import { MemorySpending } from './memory-spending';

describe('Spending', () => {
  test('a worker knows what it has spent at once, and what others have when it puts its own on record', async () => {
    const [clock, store] = [new ClockInTest(noon), new MemorySpending()];
    const [one, other] = [new Spending(store, clock), new Spending(store, clock)];
    one.add('all', 3);
    expect([one.today('all'), other.today('all')]).toEqual([3, 0]);
    await one.record();
    other.add('all', 2);
    expect(await other.record()).toEqual(['all']);
    expect([one.today('all'), other.today('all')]).toEqual([3, 5]);
    expect([one.today('urgent'), store.writes]).toEqual([0, 2]);
  });

  test('nothing is written where nothing was spent', async () => {
    const store = new MemorySpending();
    const spending = new Spending(store, new ClockInTest(noon));
    spending.today('all');
    expect(await spending.record()).toEqual([]);
    expect(store.writes).toBe(0);
  });

  test('what was spent before midnight counts for that day, though it is put on record after it', async () => {
    const [clock, store] = [new ClockInTest(noon), new MemorySpending()];
    const spending = new Spending(store, clock);
    spending.add('all', 4);
    clock.moveBy(12 * hour);
    expect(spending.today('all')).toBe(0);
    spending.add('all', 1);
    expect(await spending.record()).toEqual(['all']);
    expect(Object.values(store.byDay)).toEqual([4, 1]);
  });

  test('what cannot be put on record stays, and is added the next time', async () => {
    const [clock, store] = [new ClockInTest(noon), new MemorySpending()];
    const spending = new Spending(store, clock);
    spending.add('all', 4);
    jest.spyOn(store, 'add').mockRejectedValueOnce(new Error('throttled'));
    await expect(spending.record()).rejects.toThrow('throttled');
    expect(spending.today('all')).toBe(4);
    spending.add('all', 1);
    await spending.record();
    expect(Object.values(store.byDay)).toEqual([5]);
  });

  test('in DynamoDB workers that write at once lose nothing, and the item of a day goes when the day is over', async () => {
    const table = await openTable();
    try {
      const clock = new ClockInTest(noon);
      const workers = Array.from(
        { length: 20 },
        () => new Spending(createDynamoSpendingStore(table.client, table.name), clock),
      );
      workers.forEach((worker, place) => worker.add('all', place + 1));
      await Promise.all(workers.map((worker) => worker.record()));
      expect(Math.max(...workers.map((worker) => worker.today('all')))).toBe(210);
      const day = new Date(noon).toISOString().slice(0, 10);
      const { Items } = await table.client.send(new ScanCommand({ TableName: table.name }));
      expect(Items).toEqual([
        { id: `text spending all ${day}`, spent: 210, ttl: (Date.parse(day) + 48 * hour) / 1000 },
      ]);
    } finally {
      await table.close();
    }
  });
});
