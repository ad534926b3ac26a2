import { minute } from '../../lib/contract/time';
import { openTable, type TableInProcess } from '../shared/deliveries/table-in-process';
import { anEmail, aText } from '../contract/messages';
import { aRecord } from './records';
import { meets } from './scripted-notify';
import { aKey, openSender, type SenderInTest } from './sender-in-test';

let table: TableInProcess;
let sender: SenderInTest;
beforeAll(async () => {
  table = await openTable();
});
beforeEach(() => {
  sender = openSender(table);
});
afterAll(() => table.close());

const record = () => aRecord(anEmail);
const teamOnly = () => meets.refusal(400, 'BadRequestError', 'Can’t send to this recipient using a team-only API key');
const several = (count: number) => Array.from({ length: count }, teamOnly);

describe('send: a message refused for a condition of the service or the key', () => {
  test('it comes back and is sent when the condition has passed', async () => {
    const message = record();
    sender.notify.nextPosts(...several(3));
    await sender.take(message);
    expect(await sender.recordOf(message.messageId)).toMatchObject({ state: 'held', refusals: 1 });
    await sender.letAllComeBack();
    expect(await sender.recordOf(message.messageId)).toMatchObject({ state: 'sent', attempts: 4 });
    expect(sender.monitor.counts).toMatchObject({ NotAllowed: 3, Sent: 1 });
  });

  test('it is rejected when it has been refused for more than ten minutes, and goes when it is published again', async () => {
    const key = aKey();
    sender.notify.nextPosts(...several(8));
    const began = sender.clock.now();
    await sender.take(aRecord({ ...anEmail, idempotency_key: key }));
    await sender.letAllComeBack();
    expect(sender.clock.now() - began).toBeGreaterThanOrEqual(10 * minute);
    expect(await sender.recordOf(key)).toMatchObject({ state: 'rejected', may_change: true });

    await sender.take(aRecord({ ...anEmail, idempotency_key: key }));
    expect(await sender.recordOf(key)).toMatchObject({ state: 'sent', attempts: 1 });
    await sender.take(aRecord({ ...anEmail, idempotency_key: key }));
    expect(sender.notify.rows).toHaveLength(1);
  });

  test('five in a row stop their lane alone, and the first that is taken lets it go on', async () => {
    sender.notify.nextPosts(...several(6));
    const refused = Array.from({ length: 5 }, record);
    for (const message of refused) {
      await sender.take(message);
      sender.clock.moveBy(1500);
    }
    expect(await sender.circuits()).toMatchObject([{ open: true, cause: 'not allowed', lane: 'email' }]);
    await sender.take(aRecord(aText));
    expect(sender.notify.posts).toHaveLength(6);

    expect(await sender.letAllComeBack()).toEqual([]);
    for (const { messageId } of refused) expect(await sender.recordOf(messageId)).toMatchObject({ state: 'sent' });
    expect(await sender.circuits()).toMatchObject([{ open: false }]);
    expect(sender.notify.empty).toEqual([]);
  });

  test('once that is known to be how it is meant, others are rejected at once, and those that are allowed go', async () => {
    sender.notify.nextPosts(...several(9));
    await sender.take(record());
    await sender.letAllComeBack();
    const [refused, allowed] = [record(), record()];
    await sender.take(refused);
    await sender.take(allowed);
    expect(await sender.recordOf(refused.messageId)).toMatchObject({ state: 'rejected', attempts: 1 });
    expect(await sender.recordOf(allowed.messageId)).toMatchObject({ state: 'sent' });
  });

  test('with a key that is meant to be a team key it is rejected at once, and no alarm goes off', async () => {
    const test = openSender(table, { teamKey: true });
    test.notify.nextPosts(teamOnly());
    const message = record();
    await test.take(message);
    expect(await test.recordOf(message.messageId)).toMatchObject({ state: 'rejected', attempts: 1, may_change: true });
    expect(test.monitor.counts).toEqual({ Rejected: 1 });
  });

  test('with a team key a channel that is switched off is reported all the same', async () => {
    const test = openSender(table, { teamKey: true });
    test.notify.nextPosts(meets.refusal(400, 'BadRequestError', 'Service is not allowed to send emails'));
    await test.take(record());
    expect(test.monitor.counts).toMatchObject({ NotAllowed: 1, Held: 1 });
  });
});
