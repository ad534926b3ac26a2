import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { createDynamoNumberLogStore } from '../../../lambda/shared/aws/dynamo-number-log-store';
import { NumberLimiter } from '../../../lambda/shared/text-limits/number-limiter';
import { hour, minute } from '../../../lib/contract/time';
import { ClockInTest } from '../../fakes/clock-in-test';
import { random } from '../../simulation/random';
import { noon } from '../deliveries/deliveries';
import { openTable } from '../deliveries/table-in-process';
import { MemoryNumberLogs } from './memory-number-logs';

const rule = { perNumberAnHour: 5, perNumberADay: 20 };

describe('NumberLimiter: a fraud of 50,000 text messages to 40 numbers among 5,000 others', () => {
  test('lets each number have its five, all others go, and makes at most one write for each that goes', async () => {
    const clock = new ClockInTest(noon);
    const store = new MemoryNumberLogs();
    const workers = Array.from({ length: 10 }, () => new NumberLimiter(store, clock));
    const of = random(18);
    const numbers = [
      ...Array.from({ length: 50_000 }, () => `fraud ${of.below(40)}`),
      ...Array.from({ length: 5000 }, (_, place) => `person ${place}`),
    ].sort(() => of.next() - 0.5);
    const admitted = new Map<string, number>();
    let again = numbers.map((number, place) => ({ number, id: `text ${place}` }));
    while (again.length > 0) {
      const contended: typeof again = [];
      for (let from = 0; from < again.length; from += 100) {
        const batch = again.slice(from, from + 100);
        const answers = await Promise.all(
          batch.map(({ number, id }, place) => (workers[place % 10] as NumberLimiter).admit(number, id, rule)),
        );
        answers.forEach(({ kind }, place) => {
          const text = batch[place] as (typeof batch)[number];
          if (kind === 'contended') contended.push(text);
          if (kind === 'admitted') admitted.set(text.number, (admitted.get(text.number) ?? 0) + 1);
        });
      }
      again = contended;
    }
    const fraud = [...admitted].filter(([number]) => number.startsWith('fraud'));
    expect(fraud).toHaveLength(40);
    expect(new Set(fraud.map(([, count]) => count))).toEqual(new Set([5]));
    expect(admitted.size - fraud.length).toBe(5000);
    expect(store.writes).toBe(5000 + 40 * 5);
    expect(store.writes + store.refused).toBeLessThan(numbers.length / 5);
    // What is known to be full is not even read: by each worker once, and when others write between.
    expect(store.reads).toBeLessThan(5000 + 40 * 10 * 4 * 2);
  });
});

describe('NumberLimiter', () => {
  test('a message that has its place keeps it when the number is full by now', async () => {
    const clock = new ClockInTest(noon);
    const limiter = new NumberLimiter(new MemoryNumberLogs(), clock);
    const one = { perNumberAnHour: 1 };
    expect(await limiter.admit('a number', 'first', one)).toEqual({ kind: 'admitted' });
    expect(await limiter.admit('a number', 'second', one)).toMatchObject({ kind: 'full' });
    clock.moveBy(5 * minute);
    expect(await limiter.admit('a number', 'first', one)).toEqual({ kind: 'admitted' });
    clock.moveBy(hour + minute);
    expect(await limiter.admit('a number', 'second', one)).toEqual({ kind: 'admitted' });
  });

  test('a failure of the table is reported, and the next message to the number is not held up by it', async () => {
    const store = new MemoryNumberLogs();
    const limiter = new NumberLimiter(store, new ClockInTest(noon));
    jest.spyOn(store, 'read').mockRejectedValueOnce(new Error('throttled'));
    await expect(limiter.admit('a number', 'first', rule)).rejects.toThrow('throttled');
    expect(await limiter.admit('a number', 'second', rule)).toEqual({ kind: 'admitted' });
  });

  test('in DynamoDB workers that race for a number never go over its limit, and its item holds no number and goes in a day', async () => {
    const table = await openTable();
    try {
      const clock = new ClockInTest(noon);
      const workers = Array.from(
        { length: 4 },
        () => new NumberLimiter(createDynamoNumberLogStore(table.client, table.name), clock),
      );
      const answers = await Promise.all(
        Array.from({ length: 40 }, (_, place) =>
          (workers[place % 4] as NumberLimiter).admit('hash', `text ${place}`, rule),
        ),
      );
      expect(answers.filter(({ kind }) => kind === 'admitted')).toHaveLength(5);
      const { Items = [] } = await table.client.send(new ScanCommand({ TableName: table.name }));
      expect(Items).toEqual([{ id: 'texts hash', version: 5, entries: expect.any(Array), ttl: expect.any(Number) }]);
      expect(Items[0]?.['ttl']).toBe(noon / 1000 + 24 * 3600 + 60);
    } finally {
      await table.close();
    }
  });
});
