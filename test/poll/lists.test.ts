import type { Delivery } from '../../lib/contract/delivery';
import type { DeliveryStore } from '../../lambda/shared/deliveries/delivery-store';
import { MemoryDeliveryStore } from '../fakes/memory-delivery-store';
import { MemoryPollCheckpoint } from '../fakes/memory-poll-checkpoint';
import { unavailable } from '../fakes/aws-errors';
import { storeWith } from '../shared/deliveries/store-with';
import { openPoller, type PollerInTest } from './poller-in-test';
import { day, minute, second } from '../../lib/contract/time';

/** What is written of deliveries and lists. */
function counted(store: MemoryDeliveryStore) {
  const writes: string[] = [];
  const counting = storeWith(store, {
    transition: (...terms) => (writes.push('transition'), store.transition(...terms)),
    annotate: (...terms) => (writes.push('annotate'), store.annotate(...terms)),
    shorten: (list, rest) => (writes.push(rest.length === 0 ? 'delete' : 'shorten'), store.shorten(list, rest)),
  });
  return { store: counting, writes };
}

/** Messages that Notify took, all on one list, each with its status. */
async function listed(poller: PollerInTest, store: DeliveryStore, ...statuses: string[]): Promise<Delivery[]> {
  const deliveries: Delivery[] = [];
  for (const [place, status] of statuses.entries()) {
    deliveries.push(await poller.sentOnList({ ago: minute - place * 20, status }));
  }
  await store.awaitTogether(
    'email',
    deliveries.map(({ id, notification_id = '', sent_at = '' }) => ({ id, notification_id, sent_at })),
    0,
  );
  return deliveries;
}

const states = (poller: PollerInTest, deliveries: readonly Delivery[]): Promise<(string | undefined)[]> =>
  Promise.all(deliveries.map(async (delivery) => (await poller.recordOf(delivery))?.state));

const onLists = (store: MemoryDeliveryStore): string[] =>
  store.lists.flatMap(({ deliveries }) => deliveries.map(({ id }) => id));

describe('poll: deliveries on a list', () => {
  let memory: MemoryDeliveryStore;
  beforeEach(() => {
    memory = new MemoryDeliveryStore();
  });

  it('the outcomes of all are recorded, and the list is deleted with one write', async () => {
    const { store, writes } = counted(memory);
    const poller = openPoller(store);
    const deliveries = await listed(poller, memory, 'delivered', 'permanent-failure', 'delivered');
    await poller.poll();
    expect(await states(poller, deliveries)).toEqual(['delivered', 'failed', 'delivered']);
    expect(memory.lists).toEqual([]);
    expect(writes).toEqual(['transition', 'transition', 'transition', 'delete']);
    expect(poller.monitor.counts).toEqual({ Delivered: 2, Failed: 1 });
  });

  it('a list is left with those that still wait, and a look that learns nothing writes nothing', async () => {
    const { store, writes } = counted(memory);
    const poller = openPoller(store);
    const deliveries = await listed(poller, memory, 'delivered', 'sending', 'sending');
    await poller.poll();
    expect(onLists(memory)).toEqual(deliveries.slice(1).map(({ id }) => id));
    expect(writes).toEqual(['transition', 'shorten']);
    poller.clock.moveBy(minute);
    await poller.poll();
    expect(writes).toHaveLength(2);
    deliveries.forEach(poller.hasEnded);
    poller.clock.moveBy(minute);
    await poller.poll();
    expect(await states(poller, deliveries)).toEqual(['delivered', 'delivered', 'delivered']);
    expect(memory.lists).toEqual([]);
  });

  it('a list whose deliveries are on several pages is written once', async () => {
    const { store, writes } = counted(memory);
    const poller = openPoller(store);
    poller.notify.pageSize = 4;
    const deliveries = await listed(poller, memory, ...Array.from({ length: 20 }, () => 'delivered'));
    await poller.poll();
    expect(new Set(await states(poller, deliveries))).toEqual(new Set(['delivered']));
    expect(writes.filter((write) => write !== 'transition')).toEqual(['delete']);
  });

  it('one that Notify shows on no page is asked for by its id', async () => {
    const poller = openPoller(memory);
    const deliveries = await listed(poller, memory, 'delivered', 'delivered', 'delivered');
    poller.unlists(deliveries[1] ?? ({} as Delivery));
    await poller.poll();
    poller.clock.moveBy(10 * minute);
    await poller.poll();
    expect(await states(poller, deliveries)).toEqual(['delivered', 'delivered', 'delivered']);
    expect(memory.lists).toEqual([]);
  });

  it('a status that is new moves its delivery from the list to its own record, and is saved once', async () => {
    const { store, writes } = counted(memory);
    const poller = openPoller(store);
    const [first, other] = await listed(poller, memory, 'asleep', 'sending');
    await poller.poll();
    poller.clock.moveBy(minute);
    await poller.poll();
    expect(await poller.recordOf(first as Delivery)).toMatchObject({
      state: 'sent',
      status: 'asleep',
      awaited: 'email',
    });
    expect(onLists(memory)).toEqual([other?.id]);
    expect(writes).toEqual(['annotate', 'shorten']);
  });

  it('what nobody can find out after eight days leaves its list', async () => {
    const poller = openPoller(memory);
    const deliveries = await listed(poller, memory, 'sending', 'sending');
    deliveries.forEach(poller.forgets);
    poller.clock.moveBy(9 * day);
    await poller.poll();
    expect(await states(poller, deliveries)).toEqual(['sent_untracked', 'sent_untracked']);
    expect(memory.lists).toEqual([]);
  });

  it('a delivery that is on a list and awaited by its own record too ends once', async () => {
    const poller = openPoller(memory);
    const deliveries = await listed(poller, memory, 'delivered', 'delivered');
    await memory.annotate(deliveries[0]?.id ?? '', { awaited: 'email' }, { state: 'sent' });
    await poller.poll();
    expect(await states(poller, deliveries)).toEqual(['delivered', 'delivered']);
    expect(memory.lists).toEqual([]);
    expect(poller.monitor.counts).toEqual({ Delivered: 2 });
  });
});

describe('poll: deliveries on a list, with delivery receipts', () => {
  it('one whose receipt came is read and not written, and its list is deleted', async () => {
    const memory = new MemoryDeliveryStore();
    const { store, writes } = counted(memory);
    const poller = openPoller(store, { callbacks: true });
    const deliveries = await listed(poller, memory, 'delivered', 'delivered');
    for (const { id, changed_at } of deliveries) await memory.transition(id, { state: 'delivered', changed_at });
    poller.clock.moveBy(2 * minute);
    await poller.poll();
    expect(writes).toEqual(['delete']);
    expect(memory.lists).toEqual([]);
    expect(poller.monitor.counts).toEqual({});
  });

  it('one whose receipt did not come ends, and is counted as missed', async () => {
    const memory = new MemoryDeliveryStore();
    const poller = openPoller(memory, { callbacks: true });
    const deliveries = await listed(poller, memory, 'delivered', 'delivered');
    await memory.transition(deliveries[0]?.id ?? '', {
      state: 'delivered',
      changed_at: deliveries[0]?.changed_at ?? '',
    });
    poller.clock.moveBy(2 * minute);
    await poller.poll();
    expect(await states(poller, deliveries)).toEqual(['delivered', 'delivered']);
    expect(poller.monitor.counts).toEqual({ Delivered: 1, OutcomeByPollOnly: 1 });
    expect(memory.lists).toEqual([]);
  });
});

describe('poll: a list and a poll that dies, fails or is not alone', () => {
  it('a poll that is killed between an outcome and its list costs one refused write, and no more', async () => {
    const memory = new MemoryDeliveryStore();
    const { store, writes } = counted(memory);
    const poller = openPoller(store);
    const deliveries = await listed(poller, memory, 'delivered', 'sending');
    await memory.transition(deliveries[0]?.id ?? '', {
      state: 'delivered',
      changed_at: deliveries[0]?.changed_at ?? '',
    });
    for (let run = 0; run < 3; run += 1) {
      await poller.poll();
      poller.clock.moveBy(minute);
    }
    expect(writes).toEqual(['transition', 'shorten']);
    expect(onLists(memory)).toEqual([deliveries[1]?.id]);
    expect(poller.monitor.counts).toEqual({});
  });

  it('outcomes that are known before Notify fails leave their lists', async () => {
    const memory = new MemoryDeliveryStore();
    const poller = openPoller(memory);
    poller.notify.pageSize = 4;
    const deliveries = await listed(poller, memory, ...Array.from({ length: 20 }, () => 'delivered'));
    let pages = 0;
    poller.notify.whenAsked = () => {
      if ((pages += 1) === 3) throw unavailable('Notify is down');
    };
    await expect(poller.poll()).rejects.toThrow('connection lost');
    const known = (await states(poller, deliveries)).filter((state) => state === 'delivered').length;
    expect(known).toBeGreaterThan(0);
    expect(onLists(memory)).toHaveLength(20 - known);
  });

  it('two polls that look at one list at the same time leave what still waits, and end each delivery once', async () => {
    const memory = new MemoryDeliveryStore();
    const one = openPoller(memory, { checkpoints: new MemoryPollCheckpoint() });
    const other = openPoller(memory, { checkpoints: new MemoryPollCheckpoint() });
    const deliveries = await listed(one, memory, 'delivered', 'sending', 'delivered');
    other.notify.rows = one.notify.rows;
    await Promise.all([one.poll(), other.poll()]);
    expect(await states(one, deliveries)).toEqual(['delivered', 'sent', 'delivered']);
    expect(onLists(memory)).toEqual([deliveries[1]?.id]);
    expect((one.monitor.counts['Delivered'] ?? 0) + (other.monitor.counts['Delivered'] ?? 0)).toBe(2);
    deliveries.forEach(one.hasEnded);
    for (const poller of [one, other]) poller.clock.moveBy(minute + second);
    await Promise.all([one.poll(), other.poll()]);
    expect(memory.lists).toEqual([]);
  });
});
