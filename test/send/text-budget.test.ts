import { randomUUID } from 'node:crypto';
import type { TextLimitSettings } from '../../lib/contract/text-limits';
import { day, hour } from '../../lib/contract/time';
import { liftBudgetHold } from '../../lambda/shared/aws/operator-holds';
import { aText, anEmail } from '../contract/messages';
import { noon } from '../shared/deliveries/deliveries';
import { openTable, type TableInProcess } from '../shared/deliveries/table-in-process';
import { MemorySpending } from '../shared/text-limits/memory-spending';
import { aRecord, urgentQueueArn } from './records';
import { aKey, openSender } from './sender-in-test';

let table: TableInProcess;
beforeAll(async () => {
  table = await openTable();
});
afterAll(() => table.close());

const midnight = Date.parse(new Date(noon).toISOString().slice(0, 10)) + day;
const open = (budget: TextLimitSettings, more: Parameters<typeof openSender>[1] = {}) =>
  openSender(table, { budget, spendingStore: new MemorySpending(), ...more });
const text = (key = aKey(), phone_number: string = aText.phone_number) =>
  aRecord({ ...aText, phone_number, idempotency_key: key });
const urgent = (key = aKey()) => aRecord({ ...aText, idempotency_key: key }, { arn: urgentQueueArn });

describe('send: the budget of text messages', () => {
  test('what is over it waits without a request, others go, and it is sent at 00:00 UTC', async () => {
    const sender = open({ fragmentsADay: 2 });
    const [over, email] = [aKey(), aKey()];
    await sender.take(text(), text());
    await sender.take(text(over), aRecord({ ...anEmail, idempotency_key: email }));
    expect(sender.notify.posts).toHaveLength(3);
    expect(await sender.recordOf(email)).toMatchObject({ state: 'sent' });
    expect(await sender.recordOf(over)).toMatchObject({
      state: 'held',
      attempts: 0,
      reason: 'the budget of 2 fragments of text messages a day is spent',
    });
    expect(await sender.holds()).toMatchObject([{ scope: 'text_budget', until: midnight, probe: false }]);
    expect(sender.monitor.counts).toMatchObject({ TextBudgetSpent: 1 });
    expect(sender.monitor.counts).not.toHaveProperty('DailyLimit');

    sender.clock.moveTo(midnight - 1);
    await sender.release();
    expect(sender.queues.parked).toHaveLength(1);
    expect(sender.monitor.counts).toMatchObject({ TextBudgetSpent: 2 });
    await sender.letAllComeBack();
    expect(sender.clock.now()).toBeLessThan(midnight + hour);
    expect(await sender.recordOf(over)).toMatchObject({ state: 'sent', attempts: 1 });
  });

  test('the metric says how much of it is spent, once a batch', async () => {
    const sender = open({ fragmentsADay: 10 });
    await sender.take(text(), text(), text(), text());
    await sender.take(text(), text(), text(), text());
    await sender.take(aRecord(anEmail));
    expect(sender.monitor.measured.filter(({ metric }) => metric === 'TextBudgetUsed')).toEqual([
      { metric: 'TextBudgetUsed', value: 40 },
      { metric: 'TextBudgetUsed', value: 80 },
    ]);
  });

  test.each([
    ['a long text', 'a'.repeat(161), '07700 900123', 2],
    ['a text in 16-bit characters', 'ŵ'.repeat(71), '07700 900123', 2],
    ['a text to France', 'a', '+33 6 12 34 56 78', 2],
  ])('%s costs what Notify charges for it', async (_, body, number, fragments) => {
    const store = new MemorySpending();
    const sender = open({ fragmentsADay: 100 }, { spendingStore: store });
    const sent = { id: randomUUID(), body: 'shown elsewhere', content: { body, from_number: 'GOVUK' } };
    sender.notify.nextPosts({
      stored: false,
      answer: { status: 201, headers: { 'content-type': 'application/json' }, body: Buffer.from(JSON.stringify(sent)) },
    });
    await sender.take(text(aKey(), number));
    expect(Object.values(store.byDay)).toEqual([fragments]);
  });

  test('workers that do not know of each other stop when they have put on record what they spent', async () => {
    const spendingStore = new MemorySpending();
    const one = open({ fragmentsADay: 3 }, { spendingStore });
    const { holdStore } = one;
    const other = open({ fragmentsADay: 3 }, { spendingStore, holdStore });
    await Promise.all([one.take(text(), text()), other.take(text(), text())]);
    await Promise.all([one.take(text()), other.take(text())]);
    // One knows what the other has spent, and its hold is for both of them.
    expect(one.notify.posts.length + other.notify.posts.length).toBeLessThanOrEqual(5);
    for (const sender of [one, other]) sender.clock.moveBy(6000);
    await Promise.all([one.take(text()), other.take(text())]);
    expect(one.notify.posts.length + other.notify.posts.length).toBeLessThanOrEqual(5);
    expect(Object.values(spendingStore.byDay)).toEqual([one.notify.posts.length + other.notify.posts.length]);
  });

  test('urgent ones are held to the same budget, or to one of their own if they have a rule of their own', async () => {
    const together = open({ fragmentsADay: 1 });
    await together.take(text());
    await together.take(urgent());
    expect(await together.holds()).toMatchObject([{ scope: 'urgent_text_budget' }]);
    const apart = open({ fragmentsADay: 1, urgent: { fragmentsADay: 2 } });
    await apart.take(text());
    await apart.take(text());
    await apart.take(urgent(), urgent());
    expect(apart.notify.posts).toHaveLength(3);
    await apart.take(urgent());
    expect(apart.notify.posts).toHaveLength(3);
    const free = open({ fragmentsADay: 1, urgent: {} });
    await free.take(text());
    await free.take(text());
    await free.take(urgent(), urgent());
    expect(free.notify.posts).toHaveLength(3);
  });

  test('an operator lifts the hold for the rest of the day, and the budget is there again on the next', async () => {
    const sender = open({ fragmentsADay: 1 });
    await sender.take(text());
    await sender.take(text(), urgent());
    expect(await liftBudgetHold(sender.holdStore, 'text_budget', sender.clock.now())).toBe(true);
    expect(await liftBudgetHold(sender.holdStore, 'text_budget', sender.clock.now())).toBe(false);
    expect(await liftBudgetHold(sender.holdStore, 'sms', sender.clock.now())).toBe(false);
    expect(await liftBudgetHold(sender.holdStore, 'urgent_text_budget', sender.clock.now())).toBe(true);
    sender.clock.moveBy(60_000);
    await sender.release();
    while (sender.queues.waitingFor.length > 0) await sender.letTheNextComeBack();
    expect(sender.notify.posts).toHaveLength(3);
    await sender.take(text(), text());
    expect(sender.notify.posts).toHaveLength(5);

    sender.clock.moveTo(midnight);
    await sender.release();
    expect(await sender.holds()).toEqual([]);
    await sender.take(text());
    await sender.take(text());
    expect(sender.notify.posts).toHaveLength(6);
  });

  test('where it cannot be put on record what was spent, messages go, and the next batch adds it', async () => {
    const spendingStore = new MemorySpending();
    const sender = open({ fragmentsADay: 9 }, { spendingStore });
    jest.spyOn(spendingStore, 'add').mockRejectedValueOnce(new Error('throttled'));
    await sender.take(text());
    expect(sender.monitor.counts).toMatchObject({ Sent: 1, Fault: 1 });
    await sender.take(text());
    expect(Object.values(spendingStore.byDay)).toEqual([2]);
  });
});
