import { openTable, type TableInProcess } from '../shared/deliveries/table-in-process';
import { iso } from '../../lib/contract/time';
import { anEmail, aText } from '../contract/messages';
import { noon } from '../shared/deliveries/deliveries';
import { aRecord, urgentQueueArn } from './records';
import { meets } from './scripted-notify';
import { openSender, type SenderInTest } from './sender-in-test';

let table: TableInProcess;
let sender: SenderInTest;
beforeAll(async () => {
  table = await openTable();
});
beforeEach(() => {
  sender = openSender(table);
});
afterAll(() => table.close());

const urgent = { arn: urgentQueueArn };
const valuesOf = (metric: string) => sender.monitor.measured.flatMap((one) => (one.metric === metric ? [one] : []));

describe('send: how long messages wait', () => {
  it('a message has waited since SQS got it, and is measured once Notify has it', async () => {
    sender.clock.moveTo(noon + 7000);
    await sender.take(aRecord(anEmail));
    expect(valuesOf('Wait')).toEqual([{ metric: 'Wait', value: 7, channel: 'email' }]);
    expect(valuesOf('UrgentWait')).toEqual([]);
  });

  it('an urgent message that is put back has waited since it was first seen, though SQS counts anew', async () => {
    sender.notify.nextPosts(meets.refusal(500, 'InternalServerError', 'x'));
    await sender.take(aRecord(aText, urgent));
    await sender.letTheNextComeBack();
    const seen = valuesOf('UrgentWaiting').map(({ value }) => value);
    expect(seen[0]).toBe(0);
    expect(seen.at(-1)).toBeGreaterThanOrEqual(45);
    expect(valuesOf('UrgentWait').map(({ value, channel }) => [value >= 45, channel])).toEqual([[true, 'sms']]);
    expect(valuesOf('Wait')).toEqual([]);
  });

  it('a message that may not be sent yet does not wait until it may', async () => {
    const record = aRecord({ ...aText, send_after: iso(noon + 600_000) }, urgent);
    await sender.take(record);
    sender.clock.moveTo(noon + 603_000);
    await sender.take(record);
    expect(valuesOf('UrgentWaiting').map(({ value }) => value)).toEqual([0, 3]);
  });

  it('a repeat of a message that Notify has is no wait', async () => {
    const record = aRecord(aText, urgent);
    await sender.take(record);
    sender.clock.moveTo(noon + 3_600_000);
    await sender.take(record);
    expect(valuesOf('UrgentWaiting').map(({ value }) => value)).toEqual([0]);
  });

  it('a daily limit that stops a message is counted for its channel, and so is what was sent', async () => {
    await sender.take(aRecord(anEmail));
    sender.notify.nextPosts(meets.refusal(429, 'TooManyRequestsError', 'Exceeded send limits (sms: 1) for today'));
    await sender.take(aRecord(aText));
    expect(sender.monitor.byChannel).toEqual({ 'Sent email': 1, 'Held sms': 1, 'DailyLimit sms': 1 });
  });
});
