import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { createDynamoReceivedTextsCheckpoint } from '../../../lambda/shared/aws/dynamo-received-texts-checkpoint';
import { createDynamoPublishedEvents } from '../../../lambda/shared/aws/dynamo-published-events';
import {
  noTextsPublished,
  type ReceivedTextsCheckpointStore,
} from '../../../lambda/shared/checkpoints/received-texts-checkpoint';
import { noon } from '../deliveries/deliveries';
import { openTable, type TableInProcess } from '../deliveries/table-in-process';
import type { PublishedEventStore } from '../../../lambda/shared/incoming/published-events';

let table: TableInProcess;
beforeAll(async () => {
  table = await openTable();
});
afterAll(() => table.close());

describe('published texts in DynamoDB', () => {
  let told: PublishedEventStore;
  beforeAll(() => {
    told = createDynamoPublishedEvents(table.client, table.name);
  });

  test('one worker at a time can claim a text, until its lease ends', async () => {
    const claims = await Promise.all(Array.from({ length: 5 }, () => told.claim('a', noon, noon + 60)));
    expect(claims.toSorted()).toEqual(['busy', 'busy', 'busy', 'busy', 'claimed']);
    expect(await told.claim('a', noon + 59, noon + 99)).toBe('busy');
    expect(await told.claim('a', noon + 60, noon + 99)).toBe('claimed');
    expect(await told.claim('a', noon + 61, noon + 99)).toBe('busy');
  });

  test('a published text stays recorded for longer than Notify can keep it', async () => {
    await told.claim('b', noon, noon + 60);
    await told.confirm('b', noon + 1);
    expect(await told.claim('b', noon + 999_999, noon + 9_999_999)).toBe('published');
    const item = (await table.items()).find(({ id }) => id === 'published b');
    expect(Object.keys(item ?? {}).toSorted()).toEqual(['id', 'ttl']);
    expect(item?.['ttl']).toBeGreaterThan(noon / 1000 + 91 * 86_400);
  });

  test('a text is recorded as published even if the lease ended first', async () => {
    await told.claim('c', noon, noon + 60);
    await told.claim('c', noon + 60, noon + 120);
    await told.confirm('c', noon + 61);
    expect(await told.claim('c', noon + 500, noon + 600)).toBe('published');
  });
});

describe('checkpoint in DynamoDB', () => {
  let marks: ReceivedTextsCheckpointStore;
  beforeAll(() => {
    marks = createDynamoReceivedTextsCheckpoint(table.client, table.name);
  });

  test('a missing checkpoint is read as the beginning', async () => {
    expect(await marks.read()).toEqual(noTextsPublished);
  });

  test.each([
    { upTo: '2026-03-02T12:00:00.000001Z', open: { below: 'a text', upTo: '2026-03-02T13:00:00.000001Z' } },
    { upTo: '2026-03-02T13:00:00.000001Z' },
  ])('a checkpoint is read as it was written: %j', async (mark) => {
    await marks.write(mark);
    expect(await marks.read()).toEqual(mark);
  });

  test.each([{ up_to: 5 }, {}])('an item that is not a checkpoint is read as the beginning: %j', async (item) => {
    await table.client.send(new PutCommand({ TableName: table.name, Item: { id: 'received texts', ...item } }));
    expect(await marks.read()).toEqual(noTextsPublished);
  });
});
