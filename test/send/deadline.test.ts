import { second } from '../../lib/contract/time';
import { setImmediate } from 'node:timers/promises';
import { longestSlotWait } from '../../lib/contract/rate-limit';
import { SendFunction } from '../../lib/construct/functions/send-function';
import { longestExchange } from '../../lib/notify/connection';
import { longestCall } from '../../lambda/shared/aws/patience';
import { InvocationDeadline } from '../../lambda/shared/deadline';
import { timeNeeded } from '../../lambda/send/time-needed';
import { anEmail } from '../contract/messages';
import { noon } from '../shared/deliveries/deliveries';
import { openTable, type TableInProcess } from '../shared/deliveries/table-in-process';
import { synthesizePipeline } from '../../local/template';
import { aRecord, urgentQueueArn } from './records';
import { meets } from './scripted-notify';
import { aKey, openSender, type SenderInTest } from './sender-in-test';

let table: TableInProcess;
beforeAll(async () => {
  table = await openTable();
});
afterAll(() => table.close());

/** A sender whose function ends at that time, in milliseconds after noon. */
function endingAt(end: number): SenderInTest {
  const sender: SenderInTest = openSender(table, {
    deadline: { remaining: () => noon + end - sender.clock.now() },
  });
  return sender;
}

describe('the time-outs of sending', () => {
  const timeout = SendFunction.timeout.toMilliseconds();

  test('add up: all that a message can wait for has an end before the function has, with seconds to begin', () => {
    const all = longestExchange + longestSlotWait + longestExchange + longestCall;
    expect(timeNeeded.toVerify).toBe(all);
    expect(all + 10 * second).toBeLessThanOrEqual(timeout);
    // To read a big message, the holds and the hash key, and to claim: each may have to be tried again.
    expect(timeNeeded.toTakeTurn + 2 * longestCall).toBeLessThanOrEqual(timeout);
  });

  test('leave none of the steps less than it needs with those that follow', () => {
    expect(timeNeeded.toPost).toBe(longestExchange + longestCall);
    expect(timeNeeded.toTakeTurn).toBe(longestSlotWait + timeNeeded.toPost);
    expect(timeNeeded.toCountCopies).toBe(longestExchange + longestCall);
  });
});

describe('an invocation', () => {
  test('knows how long it has from what Lambda says of it, and begins nothing before Lambda has said so', () => {
    const deadline = new InvocationDeadline();
    expect(deadline.remaining()).toBe(0);
    let left = 120_000;
    deadline.begin({ getRemainingTimeInMillis: () => left });
    left -= 50_000;
    expect(deadline.remaining()).toBe(70_000);
  });
});

describe('a worker that has too little time left', () => {
  test('puts a message back unbegun: nothing is written, and no receive is spent', async () => {
    const { take, queues, recordOf, notify, monitor } = endingAt(timeNeeded.toTakeTurn - 1);
    const key = aKey();
    const record = aRecord({ ...anEmail, idempotency_key: key });
    expect(await take(record)).toEqual([]);
    expect(queues.waitingFor).toEqual([{ record, until: noon + 5 * second }]);
    expect(await recordOf(key)).toBeUndefined();
    expect(notify.arrived).toBe(0);
    expect(monitor.counts).toEqual({});
  });

  test('sends one for which it is just enough', async () => {
    const { take, recordOf } = endingAt(timeNeeded.toTakeTurn);
    const key = aKey();
    await take(aRecord({ ...anEmail, idempotency_key: key }));
    expect(await recordOf(key)).toMatchObject({ state: 'sent' });
  });

  test('does not ask Notify for one that it could not send then, and gives its claim back', async () => {
    const sender = endingAt(timeNeeded.toVerify + 45 * second - 1);
    const key = aKey();
    sender.notify.nextPosts(meets.loss(false));
    await sender.take(aRecord({ ...anEmail, idempotency_key: key }));
    const { arrived } = sender.notify;
    await sender.letTheNextComeBack();
    expect(sender.notify.arrived).toBe(arrived);
    const now = sender.clock.now();
    expect(await sender.recordOf(key)).toMatchObject({ state: 'sending', attempts: 1, lease_until: now });
    expect(sender.queues.waitingFor.map(({ until }) => until)).toEqual([now + 5 * second]);
  });

  test('gives no message to Notify after a slow answer that it could not wait for any more', async () => {
    const sender = endingAt(timeNeeded.toVerify + 45 * second);
    const key = aKey();
    sender.notify.nextPosts(meets.loss(false));
    await sender.take(aRecord({ ...anEmail, idempotency_key: key }));
    // The look-up takes longer than any may, as if the clock had been moved.
    sender.notify.whenAsked = () => sender.clock.moveBy(60 * second);
    await sender.letTheNextComeBack();
    expect(sender.notify.posts).toHaveLength(1);
    expect(await sender.recordOf(key)).toMatchObject({
      state: 'sending',
      reason: 'the function had too little time left',
    });
  });

  test('does not count the copies of one that was sent again, which is on record by then', async () => {
    const sender = endingAt(timeNeeded.toVerify + 45 * second);
    const key = aKey();
    sender.notify.nextPosts(meets.loss(false));
    await sender.take(aRecord({ ...anEmail, idempotency_key: key }));
    sender.notify.whenAsked = () => sender.clock.moveBy(30 * second);
    await sender.letTheNextComeBack();
    expect(sender.notify.posts).toHaveLength(2);
    expect(sender.notify.reads).toHaveLength(1);
    expect(await sender.recordOf(key)).toMatchObject({ state: 'sent', attempts: 2 });
  });
});

describe('a claim', () => {
  test('lasts until 45 seconds after its worker’s last moment, and no longer', async () => {
    const { take, recordOf, notify } = endingAt(80 * second);
    const key = aKey();
    let release = (): void => undefined;
    notify.busyUntil = new Promise((resolve) => (release = resolve));
    const taken = take(aRecord({ ...anEmail, idempotency_key: key }));
    while (notify.arrived === 0) await setImmediate();
    expect(await recordOf(key)).toMatchObject({ state: 'sending', lease_until: noon + 125 * second });
    release();
    await taken;
  });

  test('of a worker that died is over when its queue shows an urgent message again, in under three minutes', async () => {
    const { urgentQueue } = synthesizePipeline();
    const seenAgainAfter = urgentQueue.visibilityTimeoutSeconds * second;
    expect(seenAgainAfter).toBeLessThanOrEqual(180 * second);
    const key = aKey();
    const record = aRecord({ ...anEmail, idempotency_key: key }, { arn: urgentQueueArn });
    const dying = openSender(table);
    // It dies at the worst moment: with its claim made at its very beginning, and before anything was posted.
    dying.notify.busyUntil = new Promise(() => undefined);
    void dying.take(record);
    while (dying.notify.arrived === 0) await setImmediate();
    const sender = openSender(table);
    sender.clock.moveBy(seenAgainAfter);
    await sender.take({ ...record, attributes: { ...record.attributes, ApproximateReceiveCount: '2' } });
    expect(await sender.recordOf(key)).toMatchObject({ state: 'sent' });
    expect(sender.queues.waitingFor).toEqual([]);
  });
});
