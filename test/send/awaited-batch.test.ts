import type { SQSRecord } from 'aws-lambda';
import { VirtualClock } from '../../local/virtual-clock';
import { AwaitedBatch } from '../../lambda/send/awaited-batch';
import { iso, second } from '../../lib/contract/time';
import type { Channel } from '../../lib/contract/message';
import { MemoryDeliveryStore } from '../fakes/memory-delivery-store';
import { anEmail } from '../contract/messages';
import { aDeliveryThatIs, noon } from '../shared/deliveries/deliveries';
import { storeWith } from '../shared/deliveries/store-with';
import { aRecord } from './records';

const changeOf = (channel: Channel, overrides: object = {}) => {
  const { notification_id = '' } = aDeliveryThatIs('sent');
  return {
    state: 'sent',
    changed_at: iso(noon),
    sent_at: iso(noon),
    notification_id,
    awaited: channel,
    ...overrides,
  } as const;
};

/** A batch of so many messages, none of which is handled yet. */
function openBatch(messages: number, store = new MemoryDeliveryStore(), failing = false) {
  const clock = new VirtualClock(noon);
  const down = storeWith(store, { awaitTogether: () => Promise.reject(new Error('throttled')) });
  const batch = new AwaitedBatch({ store: failing ? down : store, clock }, messages);

  /** A delivery that is on record as sent, on the list of the batch. */
  async function add(channel: Channel = 'email'): Promise<SQSRecord> {
    const record = aRecord(anEmail);
    const change = changeOf(channel);
    const { awaited: _awaited, ...sent } = aDeliveryThatIs('sent', {
      type: channel,
      notification_id: change.notification_id,
    });
    await store.create(sent);
    batch.add(record, sent, change);
    return record;
  }

  return { batch, clock, store, add };
}

/** Whether something has come to its end, once all has happened that can. */
async function isOver(promise: Promise<unknown>): Promise<boolean> {
  let over = false;
  void promise.finally(() => (over = true)).catch(() => undefined);
  await new Promise((resolve) => setImmediate(resolve));
  return over;
}

describe('AwaitedBatch', () => {
  it('takes what is sent and can be listed, in a batch of three or more', () => {
    const { id } = aDeliveryThatIs('sent');
    expect(openBatch(3).batch.takes({ id }, changeOf('email'))).toBe(true);
    expect(openBatch(3).batch.takes({ id }, changeOf('sms'))).toBe(true);
    expect(openBatch(2).batch.takes({ id }, changeOf('email'))).toBe(false);
  });

  it.each([
    ['a letter, which is looked at for months', changeOf('letter')],
    ['an id of Notify’s that is no UUID', changeOf('email', { notification_id: 'the first' })],
    ['an id of Notify’s in capitals', changeOf('email', { notification_id: 'AB5E6F0C-0A29-46B4-9A6F-16142FDE533A' })],
    ['a time that is not in milliseconds', changeOf('email', { sent_at: '2026-03-02T12:00:00.123456Z' })],
    [
      'what Notify keeps nothing of',
      { ...changeOf('email'), state: 'sent_untracked' as const, awaited: undefined as never },
    ],
    ['what was not sent', { state: 'held', changed_at: iso(noon) } as const],
  ])('does not take %s', (_what, change) => {
    expect(openBatch(50).batch.takes({ id: aDeliveryThatIs('sent').id }, change)).toBe(false);
  });

  it('writes one list for each channel once every message is handled, and lets none go before', async () => {
    const { batch, store, add } = openBatch(5);
    const records = [await add(), await add('sms'), await add(), await add('sms')];
    const handled = records.map((record) => batch.handled(record));
    expect(await isOver(Promise.race(handled))).toBe(false);
    expect(store.lists).toEqual([]);
    // One that was not sent has nothing to wait for.
    expect(await isOver(batch.handled(aRecord(anEmail)))).toBe(true);
    await Promise.all(handled);
    expect(store.lists.map(({ deliveries }) => deliveries.length)).toEqual([2, 2]);
  });

  it('writes the list after ten seconds if others of the batch are not handled by then, and another for those', async () => {
    const { batch, store, clock, add } = openBatch(4);
    const early = [await add(), await add()].map((record) => batch.handled(record));
    clock.advanceTo(noon + 10 * second - 1);
    expect(await isOver(Promise.race(early))).toBe(false);
    clock.advanceTo(noon + 10 * second);
    await Promise.all(early);
    const late = [await add(), await add()].map((record) => batch.handled(record));
    await Promise.all(late);
    expect(store.lists.map(({ deliveries }) => deliveries.length)).toEqual([2, 2]);
    expect(clock.nextAlarm).toBeUndefined();
  });

  it('lets the record of a delivery say that it is awaited if no other of its channel was sent', async () => {
    const { batch, store, add } = openBatch(3);
    const record = await add();
    const alone = [record, aRecord(anEmail), aRecord(anEmail)].map((each) => batch.handled(each));
    await Promise.all(alone);
    expect(store.lists).toEqual([]);
    expect([...store.all]).toMatchObject([{ state: 'sent', awaited: 'email' }]);
  });

  it('says of each message on a list that could not be written that it is not done, and of no other', async () => {
    const { batch, add } = openBatch(3, new MemoryDeliveryStore(), true);
    const records = [await add(), await add()];
    const handled = records.map((record) => batch.handled(record));
    await batch.handled(aRecord(anEmail));
    expect(await Promise.allSettled(handled)).toMatchObject([{ status: 'rejected' }, { status: 'rejected' }]);
  });
});
