import { PutCommand, type BatchWriteCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { randomBytes } from 'node:crypto';
import { createDynamoReleaseCheckpoint } from '../../../lambda/shared/aws/dynamo-release-checkpoint';
import { createDynamoSchedule } from '../../../lambda/shared/aws/dynamo-schedule';
import { checkpointFrom } from '../../../lambda/release-scheduled/minutes-to-read';
import { stateItems } from '../../../lib/contract/state-items';
import { openTable, type TableInProcess } from '../deliveries/table-in-process';
import { noon } from '../deliveries/deliveries';
import { aScheduled, scheduleStoreContract } from '../schedule/schedule-store-contract';
import { createScheduledTable } from '../schedule/scheduled-table-in-process';

let table: TableInProcess;
beforeAll(async () => {
  table = await openTable();
  await createScheduledTable(table.client);
});
afterAll(() => table.close());

describe('DynamoDB schedule', () => {
  scheduleStoreContract(async () => createDynamoSchedule(table.client, 'scheduled'));
});

/** What DynamoDB says that it charges for a write, in units. */
async function unitsOf(client: DynamoDBDocumentClient, write: () => Promise<void>): Promise<number> {
  let units = 0;
  client.middlewareStack.add(
    (next) => async (args) => {
      Object.assign(args.input, { ReturnConsumedCapacity: 'TOTAL' });
      const answer = await next(args);
      const { ConsumedCapacity = [] } = answer.output as { ConsumedCapacity?: object | object[] };
      for (const { CapacityUnits } of [ConsumedCapacity].flat() as { CapacityUnits: number }[]) units += CapacityUnits;
      return answer;
    },
    { step: 'initialize', name: 'units' },
  );
  await write();
  client.middlewareStack.remove('units');
  return units;
}

describe('DynamoDB schedule: what it costs', () => {
  const store = () => createDynamoSchedule(table.client, 'scheduled');
  const due = noon + 3_600_000;
  const words = 'Your appointment is on Monday 3 March 2026 at 10:45am in the Jobcentre Plus, 12 High Street. ';

  it.each([
    ['an email with six values, of 640 bytes', words.repeat(7).slice(0, 640), 1],
    ['a message of 2 kB of words, which is deflated', words.repeat(22), 1],
    ['a message of 3 kB that can hardly be deflated', randomBytes(2250).toString('base64'), 3],
  ])('%s is one item of as few units as can be', async (_what, body, units) => {
    const message = aScheduled(1000 + units, { body, due, attributes: {} });
    expect(await unitsOf(table.client, () => store().put(message))).toBe(units);
    const pages = await Promise.all(
      [0, 1, 2, 3].map((shard) => store().read({ minute: '2026-03-02T13:00', shard, most: 9 })),
    );
    const found = pages.flatMap(({ messages }) => messages);
    expect(found).toEqual([expect.objectContaining({ body })]);
    await store().delete(found.map(({ key }) => key));
  });

  it('what DynamoDB did not delete of a batch at first is deleted at the second try', async () => {
    const asked: unknown[] = [];
    const client = {
      send: async (command: BatchWriteCommand) => {
        asked.push(command.input.RequestItems?.['scheduled']?.length);
        const left = command.input.RequestItems?.['scheduled']?.slice(0, 2);
        return asked.length === 1 ? { UnprocessedItems: { scheduled: left } } : {};
      },
    };
    const keys = Array.from({ length: 20 }, (_, number) => ({ due_in: 'then', place: `email#${number}` }));
    await createDynamoSchedule(client as unknown as DynamoDBDocumentClient, 'scheduled').delete(keys);
    expect(asked).toEqual([20, 2]);
  });

  it('an item that somebody else put there is neither released nor in the way', async () => {
    const stray = { due_in: '2026-03-02T14:00#0', place: 'a note' };
    await table.client.send(new PutCommand({ TableName: 'scheduled', Item: stray }));
    expect(await store().read({ minute: '2026-03-02T14:00', shard: 0, most: 9 })).toMatchObject({ messages: [] });
  });
});

describe('DynamoDB release checkpoint', () => {
  it('what is written is read again, and what is no minute is taken for unknown', async () => {
    const checkpoints = createDynamoReleaseCheckpoint(table.client, table.name);
    expect(await checkpoints.read()).toEqual({});
    const checkpoint = checkpointFrom({}, noon);
    await checkpoints.write(checkpoint);
    expect(await checkpoints.read()).toEqual(checkpoint);
    const spoilt = { id: stateItems.scheduled, ...checkpoint, email: 'yesterday', sms: 7 };
    await table.client.send(new PutCommand({ TableName: table.name, Item: spoilt }));
    const { email: _email, sms: _sms, ...known } = checkpoint;
    expect(await checkpoints.read()).toEqual(known);
  });
});
