import { unavailable } from '../fakes/aws-errors';
import type { Delivery } from '../../lib/contract/delivery';
import type { DeliveryStore } from '../../lambda/shared/deliveries/delivery-store';
import { createDynamoPollCheckpoint } from '../../lambda/shared/aws/dynamo-poll-checkpoint';
import { MemoryPollCheckpoint } from '../fakes/memory-poll-checkpoint';
import { MemoryDeliveryStore } from '../fakes/memory-delivery-store';
import { openTable } from '../shared/deliveries/table-in-process';
import { meets } from '../send/scripted-notify';
import { openPoller, type PollerInTest } from './poller-in-test';
import { hour, minute, second } from '../../lib/contract/time';

const pageSize = 10;
/** A page and the first of the next one, which is asked for so that none of the same instant is missed. */
const newOnAPage = pageSize - 1;

/** A mailing, all sent, of which nothing is known. */
async function aMailing(poller: PollerInTest, count: number, ago = 20 * minute): Promise<Delivery[]> {
  poller.notify.pageSize = pageSize;
  const mailing: Delivery[] = [];
  for (let number = 0; number < count; number += 1) mailing.push(await poller.sent({ ago: ago + number * 20 }));
  return mailing;
}

const left = async (poller: PollerInTest, mailing: readonly Delivery[]): Promise<number> => {
  const records = await Promise.all(mailing.map((delivery) => poller.recordOf(delivery)));
  return records.filter((record) => record?.state === 'sent').length;
};

/** The pages of all, not those of messages that have no end yet. */
const pagesOf = (reads: readonly string[]): string[] =>
  reads.filter((read) => read.includes('older_than') && !read.includes('status='));

describe('poll: time limit of a run', () => {
  it('a run ends within its minute, and the next continues from there without reading a page twice', async () => {
    const poller = openPoller(new MemoryDeliveryStore());
    const mailing = await aMailing(poller, 300);
    poller.notify.whenAsked = () => poller.clock.moveBy(4 * second);
    const leftAfter = [300];
    for (let run = 0; run < 10 && leftAfter.at(-1) !== 0; run += 1) {
      const began = poller.clock.now();
      await poller.poll();
      expect(poller.clock.now() - began).toBeLessThan(minute);
      poller.clock.moveTo(began + minute);
      leftAfter.push(await left(poller, mailing));
    }
    expect(leftAfter).toHaveLength(4);
    expect(leftAfter.at(-1)).toBe(0);
    const pages = pagesOf(poller.notify.reads);
    expect(new Set(pages).size).toBe(pages.length);
    expect(pages.length).toBeLessThanOrEqual(Math.ceil(300 / newOnAPage));
    expect(poller.readsById()).toHaveLength(1);
  });

  it('a run lasts at most as long as the time between two runs, and at most four minutes', async () => {
    const poller = openPoller(new MemoryDeliveryStore(), { interval: 30 * minute });
    await aMailing(poller, 700);
    poller.notify.whenAsked = () => poller.clock.moveBy(4 * second);
    const began = poller.clock.now();
    await poller.poll();
    expect(poller.clock.now() - began).toBeGreaterThan(4 * minute - 5 * second);
    expect(poller.clock.now() - began).toBeLessThan(5 * minute);
  });

  it('new messages never wait behind old ones', async () => {
    const poller = openPoller(new MemoryDeliveryStore());
    const mailing = await aMailing(poller, 300);
    poller.notify.whenAsked = () => poller.clock.moveBy(4 * second);
    await poller.poll();
    poller.clock.moveBy(minute);
    const fresh = await poller.sent({ ago: 30 * second });
    const text = await poller.sent({ ago: 30 * second, type: 'sms' });
    await poller.poll();
    expect(await left(poller, mailing)).toBeGreaterThan(0);
    expect(await left(poller, [fresh, text])).toBe(0);
  });

  it('a long reconciliation does not start again when its next period begins', async () => {
    const poller = openPoller(new MemoryDeliveryStore());
    const mailing = await aMailing(poller, 600);
    poller.notify.whenAsked = () => poller.clock.moveBy(10 * second);
    for (let run = 0; run < 30 && (await left(poller, mailing)) > 0; run += 1) {
      const began = poller.clock.now();
      await poller.poll();
      poller.clock.moveTo(began + minute);
    }
    const pages = pagesOf(poller.notify.reads);
    expect(new Set(pages).size).toBe(pages.length);
    expect(await left(poller, mailing)).toBe(0);
  });

  it.each([1, pageSize + 1])(
    'a run ends within its minute when a page passes thousands, %i after the first, and looks up none twice',
    async (listed) => {
      const poller = openPoller(new MemoryDeliveryStore());
      const mailing = await aMailing(poller, 2000, 2 * hour);
      const passed = mailing.slice(listed);
      for (const delivery of passed) poller.unlists(delivery);
      await poller.sent({ ago: 20 * hour });
      poller.notify.whenAsked = () => poller.clock.moveBy(second / 25);
      for (let run = 0; run < 3; run += 1) {
        const began = poller.clock.now();
        await poller.poll();
        expect(poller.clock.now() - began).toBeLessThan(minute);
        poller.clock.moveTo(began + minute);
      }
      expect(await left(poller, mailing)).toBe(0);
      const asked = poller.readsById();
      expect(new Set(asked)).toEqual(new Set([mailing[0], ...passed].map((delivery) => delivery?.notification_id)));
      expect(asked).toHaveLength(passed.length + 1);
    },
  );

  it('a run reads only the awaited deliveries near the pages it has reached', async () => {
    const store = new MemoryDeliveryStore();
    let read = 0;
    const counting: DeliveryStore = Object.assign(Object.create(store) as DeliveryStore, {
      awaited: async function* (...terms: Parameters<DeliveryStore['awaited']>) {
        for await (const delivery of store.awaited(...terms)) {
          read += 1;
          yield delivery;
        }
      },
    });
    Object.assign(counting, { transition: store.transition.bind(store), create: store.create.bind(store) });
    const poller = openPoller(counting);
    poller.notify.pageSize = pageSize;
    // Apart by so much that no more than a few lie within what clocks and answers may differ by.
    for (let number = 0; number < 1500; number += 1) await poller.sent({ ago: 70 * minute + number * minute });
    poller.notify.whenAsked = () => poller.clock.moveBy(25 * second);
    read = 0;
    await poller.poll();
    expect(poller.notify.reads).toHaveLength(2);
    expect(read).toBeLessThan(4 * pageSize);
  });
});

describe('poll: killed run', () => {
  it('the first run after a killed one must have ended continues from its last checkpoint', async () => {
    const table = await openTable();
    const checkpoints = createDynamoPollCheckpoint(table.client, table.name);
    const store = new MemoryDeliveryStore();
    const killed = openPoller(store, { checkpoints });
    const mailing = await aMailing(killed, 200);
    killed.notify.whenAsked = () => {
      killed.clock.moveBy(4 * second);
      if (killed.notify.arrived === 8) killed.notify.busyUntil = new Promise(() => undefined);
    };
    void killed.poll();
    while (killed.notify.arrived < 8) await new Promise((resolve) => setImmediate(resolve));
    const before = await left(killed, mailing);
    expect(before).toBeLessThan(200);

    const next = openPoller(store, { checkpoints });
    Object.assign(next.notify, { rows: killed.notify.rows, pageSize });
    next.clock.moveTo(killed.clock.now() + minute);
    await next.poll();
    expect(next.notify.reads).toEqual([]);
    next.clock.moveBy(minute);
    await next.poll();
    expect(await left(next, mailing)).toBe(0);
    // It reads once more what came between the last note and the end.
    expect(pagesOf(next.notify.reads).length).toBeLessThanOrEqual(Math.ceil((before + 5 * newOnAPage) / newOnAPage));
    await table.close();
  });

  it('a checkpoint from a wrong clock does not block the next run', async () => {
    const checkpoints = new MemoryPollCheckpoint();
    await checkpoints.write('email', { version: 0, busy_until: 9e15, rounds: [] });
    const poller = openPoller(new MemoryDeliveryStore(), { checkpoints });
    const delivery = await poller.sent({ ago: minute });
    await poller.poll();
    expect(await left(poller, [delivery])).toBe(0);
  });
});

describe('poll: concurrent runs', () => {
  const both = async () => {
    const [store, checkpoints] = [new MemoryDeliveryStore(), new MemoryPollCheckpoint()];
    const pollers = [openPoller(store, { checkpoints }), openPoller(store, { checkpoints })] as const;
    const mailing = await aMailing(pollers[0], 100, minute);
    Object.assign(pollers[1].notify, { rows: pollers[0].notify.rows, pageSize });
    return { pollers, mailing, checkpoints };
  };

  it('two runs at once do the work once, and the second asks Notify nothing', async () => {
    const { pollers, mailing } = await both();
    await Promise.all(pollers.map((poller) => poller.poll()));
    expect(await left(pollers[0], mailing)).toBe(0);
    const asked = pollers.map(({ notify }) => notify.reads.length);
    expect(Math.min(...asked)).toBe(0);
    expect(pollers.reduce((sum, { monitor }) => sum + (monitor.counts.Delivered ?? 0), 0)).toBe(100);
  });

  it('a run that has taken too long stops when it sees that another has continued', async () => {
    const { pollers, mailing } = await both();
    const [slow, quick] = pollers;
    let other: Promise<void> | undefined;
    slow.notify.whenAsked = () => {
      slow.clock.moveBy(4 * second);
      if (slow.notify.reads.length !== 2) return;
      slow.clock.moveBy(3 * minute);
      quick.clock.moveTo(slow.clock.now());
      other = quick.poll();
      slow.notify.busyUntil = other;
    };
    await slow.poll();
    await other;
    expect(await left(slow, mailing)).toBe(0);
    expect(slow.notify.reads.length).toBeLessThanOrEqual(4);
    expect(pollers.reduce((sum, { monitor }) => sum + (monitor.counts.Delivered ?? 0), 0)).toBe(100);
  });
});

describe('poll: failed run', () => {
  it('a run that Notify did not answer is continued where it stopped', async () => {
    const poller = openPoller(new MemoryDeliveryStore());
    const mailing = await aMailing(poller, 100, minute);
    poller.notify.whenAsked = () => {
      if (poller.notify.reads.length === 4) poller.notify.nextReads(meets.page(503));
    };
    await expect(poller.poll()).rejects.toThrow('503');
    expect(await left(poller, mailing)).toBe(100 - pageSize - 3 * newOnAPage);
    poller.notify.whenAsked = () => undefined;
    const before = poller.notify.reads.length;
    await poller.poll();
    expect(await left(poller, mailing)).toBe(0);
    expect(poller.notify.reads.length - before).toBe(Math.ceil((100 - pageSize - 3 * newOnAPage) / newOnAPage));
  });

  it('a run that the table failed loses no outcome that it could not save', async () => {
    const store = new MemoryDeliveryStore();
    const poller = openPoller(store);
    const mailing = await aMailing(poller, 50, minute);
    const transition = store.transition.bind(store);
    let writes = 0;
    store.transition = async (...terms) => {
      writes += 1;
      if (writes === 25) throw unavailable('the table is out of order');
      return transition(...terms);
    };
    await expect(poller.poll()).rejects.toThrow('out of order');
    await poller.poll();
    expect(await left(poller, mailing)).toBe(0);
  });
});
