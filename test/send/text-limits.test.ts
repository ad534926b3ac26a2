import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { createTextLimits } from '../../lambda/send/text-limits';
import { createDynamoNumberLogStore } from '../../lambda/shared/aws/dynamo-number-log-store';
import { NumberLimiter } from '../../lambda/shared/text-limits/number-limiter';
import type { TextLimitSettings } from '../../lib/contract/text-limits';
import { aText, anEmail } from '../contract/messages';
import { ClockInTest } from '../fakes/clock-in-test';
import { noon } from '../shared/deliveries/deliveries';
import { openTable, type TableInProcess } from '../shared/deliveries/table-in-process';
import { MemoryNumberLogs } from '../shared/text-limits/memory-number-logs';
import { aRecord, urgentQueueArn } from './records';
import { meets } from './scripted-notify';
import { aKey, openSender } from './sender-in-test';

let table: TableInProcess;
beforeEach(async () => {
  table = await openTable();
});
afterEach(() => table.close());

/** A sender whose text messages are held to limits. */
function open(settings: TextLimitSettings, logs = createDynamoNumberLogStore(table.client, table.name)) {
  const clock = new ClockInTest(noon);
  const limiter = new NumberLimiter(logs, clock);
  return openSender(table, {
    admitText: createTextLimits({ settings, limiter, hashKey: async () => 'the hash key', clock }),
  });
}

const textTo = (phone_number: string, key = aKey()) => ({ ...aText, phone_number, idempotency_key: key });

describe('send: the limits of text messages', () => {
  test('one over the limit is rejected with the reason before it takes a turn, in whatever spelling, and others go', async () => {
    const sender = open({ perNumberAnHour: 2 });
    const key = aKey();
    for (const number of ['07700 900123', '+44 7700 900123']) await sender.take(aRecord(textTo(number)));
    await sender.take(aRecord(textTo('00447700900123', key)));
    await sender.take(aRecord(textTo('07700 900124')));
    await sender.take(aRecord(anEmail));
    expect(await sender.recordOf(key)).toMatchObject({
      state: 'rejected',
      reason: 'the limit of 2 text messages an hour to one number is reached',
      attempts: 0,
      may_change: true,
    });
    expect(sender.notify.posts).toHaveLength(4);
    expect(sender.monitor.counts).toMatchObject({ Sent: 4, Rejected: 1, TextLimitReached: 1 });
  });

  test('a message that is tried again is counted once', async () => {
    const sender = open({ perNumberAnHour: 1 });
    const key = aKey();
    sender.notify.nextPosts(meets.refusal(429, 'RateLimitError', 'Exceeded rate limit'), meets.serverError());
    await sender.take(aRecord(textTo('07700 900123', key)));
    await sender.letAllComeBack();
    expect(await sender.recordOf(key)).toMatchObject({ state: 'sent' });
  });

  test.each([
    ['+33 6 12 34 56 78', ['GB', 'FR'], 'sent'],
    ['+33 6 12 34 56 78', ['GB'], 'rejected'],
    ['07797 712345', ['GB'], 'rejected'],
    ['07797 712345', ['JE'], 'sent'],
    ['07700 900123', ['GB'], 'sent'],
    ['+1 202 555 0123', ['CA'], 'rejected'],
  ])('a text to %s where %j are allowed is %s', async (number, countries, state) => {
    const sender = open({ countries });
    const key = aKey();
    await sender.take(aRecord(textTo(number, key)));
    expect(await sender.recordOf(key)).toMatchObject({
      state,
      ...(state === 'rejected' ? { reason: 'text messages to that country are not allowed' } : {}),
    });
    expect(sender.notify.posts).toHaveLength(state === 'sent' ? 1 : 0);
  });

  test('urgent ones go by their own rule if there is one, counted apart', async () => {
    const sender = open({ perNumberAnHour: 1, urgent: { perNumberAnHour: 2 } });
    const urgent = () => aRecord(textTo('07700 900123'), { arn: urgentQueueArn });
    await sender.take(aRecord(textTo('07700 900123')));
    await sender.take(urgent(), urgent(), urgent());
    expect(sender.monitor.counts).toMatchObject({ Sent: 3, TextLimitReached: 1 });
    const together = open({ perNumberAnHour: 1 });
    await together.take(aRecord(textTo('07700 900999')));
    await together.take(aRecord(textTo('07700 900999'), { arn: urgentQueueArn }));
    expect(together.monitor.counts).toMatchObject({ Sent: 1, TextLimitReached: 1 });
  });

  test('the table holds a number as a keyed hash alone', async () => {
    const sender = open({ perNumberADay: 5 });
    await sender.take(aRecord(textTo('07700 900123')));
    const { Items = [] } = await table.client.send(new ScanCommand({ TableName: table.name }));
    expect(Items.filter(({ id }) => String(id).startsWith('texts '))).toHaveLength(1);
    expect(JSON.stringify(Items)).not.toMatch(/7700 ?900123/);
  });

  test('where the table cannot be reached nothing is sent over a limit: the message comes back and goes then', async () => {
    const logs = new MemoryNumberLogs();
    jest.spyOn(logs, 'read').mockRejectedValueOnce(new Error('throttled'));
    const sender = open({ perNumberAnHour: 1 }, logs);
    const key = aKey();
    await sender.take(aRecord(textTo('07700 900123', key)));
    expect(sender.notify.posts).toEqual([]);
    expect(await sender.recordOf(key)).toMatchObject({ state: 'held' });
    await sender.letAllComeBack();
    expect(await sender.recordOf(key)).toMatchObject({ state: 'sent', attempts: 1 });
    expect(sender.monitor.counts).toMatchObject({ Fault: 1 });
  });
});
