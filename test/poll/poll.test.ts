import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { deliveryId, formatReference } from '../../lib/contract/identity';
import { createDynamoPollCheckpoint } from '../../lambda/shared/aws/dynamo-poll-checkpoint';
import { MemoryDeliveryStore } from '../fakes/memory-delivery-store';
import { aDeliveryThatIs, noon } from '../shared/deliveries/deliveries';
import { aNotification } from '../shared/deliveries/notifications';
import { openTable, type TableInProcess } from '../shared/deliveries/table-in-process';
import { meets } from '../send/scripted-notify';
import { openPoller, pipelineId, type PollerInTest } from './poller-in-test';
import { day, iso, minute, second } from '../../lib/contract/time';

let table: TableInProcess;
let poller: PollerInTest;
beforeEach(async () => {
  table = await openTable();
  poller = openPoller(table.store, { checkpoints: createDynamoPollCheckpoint(table.client, table.name) });
});
afterEach(() => table.close());

const stateOf = async (delivery: Parameters<PollerInTest['recordOf']>[0]) => (await poller.recordOf(delivery))?.state;

describe('poll', () => {
  it('a run with nothing awaited asks Notify nothing, reads no secret and queries the table once per channel', async () => {
    await table.store.create(aDeliveryThatIs('delivered'));
    const calls: (string | undefined)[] = [];
    table.client.middlewareStack.add((next, context) => async (args) => {
      calls.push(context.commandName);
      return next(args);
    });
    await poller.poll();
    expect(calls).toEqual(['QueryCommand', 'QueryCommand', 'QueryCommand']);
    expect(poller.notify.reads).toEqual([]);
    expect(poller.secrets.commandCalls(GetSecretValueCommand)).toEqual([]);
  });

  it('a run records the outcome of every message, and counts each once', async () => {
    const delivered = await poller.sent({ ago: minute });
    const failed = await poller.sent({ ago: minute, type: 'sms', status: 'permanent-failure' });
    const letter = await poller.sent({ ago: minute, type: 'letter', status: 'received' });
    await poller.poll();
    expect(await poller.recordOf(delivered)).toMatchObject({
      state: 'delivered',
      status: 'delivered',
      completed_at: '2026-03-02T12:00:41.654321Z',
      cost_in_pounds: 0,
    });
    expect(await poller.recordOf(failed)).toMatchObject({ state: 'failed', failure: 'permanent' });
    expect(await poller.recordOf(letter)).toMatchObject({
      state: 'delivered',
      status: 'received',
      cost_in_pounds: 0.78,
    });
    expect(poller.monitor.counts).toEqual({ Delivered: 2, Failed: 1 });
    expect(poller.readsById()).toEqual([]);
  });

  it('a run asks for each channel’s pages once, and never again about recorded outcomes', async () => {
    await poller.sent({ ago: minute });
    await poller.sent({ ago: 2 * minute });
    await poller.poll();
    expect(poller.pages()).toBeLessThanOrEqual(2);
    const before = poller.notify.reads.length;
    poller.clock.moveBy(6 * 3_600_000);
    await poller.poll();
    expect(poller.notify.reads).toHaveLength(before);
  });

  it('a run reads pages back to the oldest awaited delivery and no further', async () => {
    poller.notify.pageSize = 5;
    const awaited = await Promise.all(Array.from({ length: 12 }, (_, n) => poller.sent({ ago: (n + 1) * 30_000 })));
    for (let n = 0; n < 50; n += 1) {
      poller.notify.store(aNotification({ created_at: iso(noon - 3_600_000 - n * minute) }));
    }
    await poller.poll();
    expect(await Promise.all(awaited.map(stateOf))).toEqual(Array(12).fill('delivered'));
    expect(poller.pages()).toBe(3);
    expect(poller.readsById()).toEqual([]);
  });

  it('a run needs at most three calls for 500 messages', async () => {
    // The same promises as those of the table, and many times as fast.
    poller = openPoller(new MemoryDeliveryStore());
    const awaited = await Promise.all(Array.from({ length: 500 }, (_, n) => poller.sent({ ago: minute + n })));
    await poller.poll();
    expect(await Promise.all(awaited.map(stateOf))).toEqual(Array(500).fill('delivered'));
    expect(poller.notify.reads.length).toBeLessThanOrEqual(3);
  }, 60_000);

  it('takes no call more when our clock is half a minute behind Notify’s', async () => {
    poller = openPoller(new MemoryDeliveryStore());
    const clocks = { adoptedAfter: -30_000 };
    const awaited = await Promise.all(
      Array.from({ length: 500 }, (_, n) => poller.sent({ ago: minute + n * 20, ...clocks })),
    );
    await poller.poll();
    expect(await Promise.all(awaited.map(stateOf))).toEqual(Array(500).fill('delivered'));
    expect(poller.readsById()).toEqual([]);
    expect(poller.pages()).toBeLessThanOrEqual(3);
  });

  it('a run leaves notifications of other pipelines, and of none, alone', async () => {
    const ours = await poller.sent({ ago: minute, status: 'sending' });
    const strangers = [
      formatReference({ pipelineId: 'production', deliveryId: ours.id }),
      formatReference({ pipelineId, deliveryId: deliveryId(pipelineId, 'never sent') }),
      ours.id,
      'order 7',
      null,
    ];
    for (const reference of strangers) {
      poller.notify.store(aNotification({ reference, status: 'delivered', created_at: iso(noon - minute / 2) }));
    }
    await poller.poll();
    expect(await stateOf(ours)).toBe('sent');
    expect(poller.monitor.counts).toEqual({ Foreign: 4 });
  });

  it.each(['created', 'sending', 'pending', 'sent'])(
    'a delivery that Notify calls %s keeps waiting, and nothing is saved',
    async (status) => {
      const delivery = await poller.sent({ ago: 5 * minute, status });
      await poller.poll();
      expect(await poller.recordOf(delivery)).toEqual(delivery);
      expect(poller.readsById()).toEqual([]);
    },
  );

  it.each(['a status of tomorrow', 'constructor'])(
    'a delivery with the unknown status %s keeps waiting, and the status is saved once as it came',
    async (status) => {
      const delivery = await poller.sent({ ago: 5 * minute, status });
      await poller.poll();
      expect(await poller.recordOf(delivery)).toEqual({ ...delivery, status });
      expect(poller.monitor.said).toEqual([
        { level: 'warn', what: 'Notify has a status that we do not know', about: { delivery_id: delivery.id, status } },
      ]);
      const writes = jest.spyOn(table.store, 'annotate');
      poller.clock.moveBy(minute);
      await poller.poll();
      expect(writes).not.toHaveBeenCalled();

      poller.shows(delivery, { status: 'delivered' });
      poller.clock.moveBy(minute);
      await poller.poll();
      expect(await poller.recordOf(delivery)).toMatchObject({ state: 'delivered', status: 'delivered' });
    },
  );

  it('an outcome that another run has recorded meanwhile is not recorded again', async () => {
    const delivery = await poller.sent({ ago: minute, status: 'permanent-failure' });
    const other = openPoller(table.store);
    other.notify.rows = poller.notify.rows;
    await Promise.all([poller.poll(), other.poll()]);
    expect((poller.monitor.counts.Failed ?? 0) + (other.monitor.counts.Failed ?? 0)).toBe(1);
    expect(await stateOf(delivery)).toBe('failed');
  });
});

describe('poll: messages of one instant', () => {
  it('messages of one instant at the edge of a page are on the next, which begins before that instant', async () => {
    poller.notify.pageSize = 5;
    const awaited = await Promise.all(
      Array.from({ length: 24 }, (_, n) => poller.sent({ ago: 5 * minute + Math.floor(n / 4) })),
    );
    await poller.poll();
    expect(await Promise.all(awaited.map(stateOf))).toEqual(Array(24).fill('delivered'));
    expect(poller.readsById()).toEqual([]);
  });

  it('messages of one instant that fill more than a page are looked up by id, because Notify lists them on none', async () => {
    poller.notify.pageSize = 4;
    const awaited = await Promise.all(Array.from({ length: 10 }, () => poller.sent({ ago: 5 * minute })));
    await poller.poll();
    expect(await Promise.all(awaited.map(stateOf))).toEqual(Array(10).fill('delivered'));
    expect(poller.readsById()).toHaveLength(6);
  });
});

describe('poll: look-up by id', () => {
  it('a delivery on no page is looked up by its id', async () => {
    const delivery = await poller.sent({ ago: 5 * minute });
    poller.unlists(delivery);
    await poller.poll();
    expect(poller.readsById()).toEqual([delivery.notification_id]);
    expect(await stateOf(delivery)).toBe('delivered');
  });

  it('a delivery sent just now that Notify does not know yet is not given up', async () => {
    const delivery = await poller.sent({ ago: minute });
    poller.forgets(delivery);
    await poller.poll();
    expect(await stateOf(delivery)).toBe('sent');
    expect(poller.monitor.counts).toEqual({});
  });

  it('a delivery adopted hours after Notify accepted it is found', async () => {
    const delivery = await poller.sent({ ago: 4 * 3_600_000, adoptedAfter: 4 * 3_600_000 - 5 * minute });
    await poller.poll();
    expect(await stateOf(delivery)).toBe('delivered');
  });

  it('a delivery that Notify no longer holds ends as sent_untracked', async () => {
    const delivery = await poller.sent({ ago: 73 * 3_600_000 });
    poller.forgets(delivery);
    await poller.poll();
    expect(await poller.recordOf(delivery)).toMatchObject({
      state: 'sent_untracked',
      reason: 'Notify has deleted it',
    });
    expect(poller.monitor.counts).toEqual({ Untracked: 1 });
  });

  it('that Notify must still hold is awaited though it says otherwise, and its outcome is known when it holds it again', async () => {
    const delivery = await poller.sent({ ago: 5 * minute });
    poller.unlists(delivery);
    const id = delivery.notification_id ?? '';
    poller.notify.whenReadById.set(id, meets.refusal(404, 'NoResultFound', 'No result found'));
    await poller.poll();
    expect(await stateOf(delivery)).toBe('sent');
    expect(poller.monitor.counts).toEqual({ NotHeld: 1 });

    poller.notify.whenReadById.clear();
    poller.clock.moveBy(5 * minute);
    await poller.poll();
    expect(await stateOf(delivery)).toBe('delivered');
  });

  it.each([
    ['of its edge', meets.page(404)],
    ['of no path', meets.refusal(404, 'error', 'The requested URL was not found on the server.')],
  ])('a delivery is not lost to a 404 %s', async (_what, meet) => {
    const delivery = await poller.sent({ ago: 5 * minute });
    poller.unlists(delivery);
    poller.notify.whenReadById.set(delivery.notification_id ?? '', meet);
    await expect(poller.poll()).rejects.toThrow('404');
    expect(await stateOf(delivery)).toBe('sent');
    poller.notify.whenReadById.clear();
    poller.clock.moveBy(1);
    await poller.poll();
    expect(await stateOf(delivery)).toBe('delivered');
  });

  it('a look-up that Notify fails does not stop the others, and its delivery is given up in the end', async () => {
    const [poison, other] = [await poller.sent({ ago: 6 * minute }), await poller.sent({ ago: 5 * minute })];
    poller.unlists(poison);
    poller.unlists(other);
    const error = meets.refusal(500, 'NoResultFound', 'Internal server error');
    for (const answer of [meets.serverError(), error]) {
      poller.notify.whenReadById.set(poison.notification_id ?? '', answer);
      await poller.poll();
      poller.clock.moveBy(minute);
    }
    expect(await stateOf(other)).toBe('delivered');
    expect(await stateOf(poison)).toBe('sent');
    expect(poller.monitor.said).toContainEqual(expect.objectContaining({ level: 'warn' }));

    poller.clock.moveBy(9 * day);
    await poller.poll();
    expect(await stateOf(poison)).toBe('sent_untracked');
  });
});

describe('poll: few messages behind many others', () => {
  it('a few old messages are looked up by id if that takes fewer calls than the pages between', async () => {
    poller.notify.pageSize = 10;
    const awaited = [await poller.sent({ ago: 50 * minute }), await poller.sent({ ago: 51 * minute })];
    for (let n = 0; n < 400; n += 1) poller.notify.store(aNotification({ created_at: iso(noon - minute - n) }));
    await poller.poll();
    expect(await Promise.all(awaited.map(stateOf))).toEqual(['delivered', 'delivered']);
    expect(poller.notify.reads.length).toBeLessThanOrEqual(4);
  });
});

describe('poll: many messages that Notify knows no end of', () => {
  const unfinishedPages = (): number => poller.notify.reads.filter((read) => read.includes('status=')).length;

  it('those among many that have ended take a page of those without an end, and no call each', async () => {
    poller = openPoller(new MemoryDeliveryStore());
    poller.notify.pageSize = 50;
    const silent = [];
    for (let n = 0; n < 40; n += 1) {
      silent.push(await poller.sent({ ago: 20 * minute + n * second, status: 'sending' }));
      for (let other = 1; other <= 60; other += 1) {
        poller.notify.store(aNotification({ created_at: iso(noon - 20 * minute - n * second - other) }));
      }
    }
    await poller.poll();
    expect(await Promise.all(silent.map(stateOf))).toEqual(Array(40).fill('sent'));
    expect([poller.readsById().length, unfinishedPages(), poller.pages()]).toEqual([1, 1, 1]);

    for (const delivery of silent.slice(10, 13)) poller.hasEnded(delivery);
    poller.clock.moveBy(5 * minute);
    await poller.poll();
    expect((await Promise.all(silent.map(stateOf))).flatMap((state, n) => (state === 'sent' ? [] : [n]))).toEqual([
      10, 11, 12,
    ]);
    expect(poller.notify.reads.length).toBeLessThanOrEqual(2 + 2 + 2 * 3 + 2);
  });

  it('pages of those without an end that are all of others are read no further than the first', async () => {
    poller.notify.pageSize = 5;
    const awaited = [await poller.sent({ ago: 50 * minute }), await poller.sent({ ago: 51 * minute })];
    for (let n = 0; n < 60; n += 1) {
      poller.notify.store(aNotification({ created_at: iso(noon - 50 * minute - n), status: 'sending' }));
    }
    await poller.poll();
    expect(await Promise.all(awaited.map(stateOf))).toEqual(['delivered', 'delivered']);
    expect(unfinishedPages()).toBe(1);
  });

  it('a run that has no time for all of their pages goes on from there', async () => {
    poller = openPoller(new MemoryDeliveryStore());
    poller.notify.pageSize = 10;
    for (let n = 0; n < 300; n += 1) await poller.sent({ ago: 20 * minute + n * 20, status: 'sending' });
    poller.notify.whenAsked = () => poller.clock.moveBy(4 * second);
    const began = poller.clock.now();
    for (let run = 0; run < 4; run += 1) {
      await poller.poll();
      poller.clock.moveTo(began + (run + 1) * minute);
    }
    const pages = poller.notify.reads.filter((read) => read.includes('status='));
    expect(new Set(pages).size).toBe(pages.length);
    expect(poller.readsById()).toHaveLength(1);
  });
});

describe('poll: messages without an outcome', () => {
  it.each([
    ['email', 8, 'sending'],
    ['sms', 8, 'pending'],
    ['letter', 60, 'accepted'],
  ] as const)(
    'a delivery by %s with no outcome ends as sent_untracked after %i days, though Notify still lists it',
    async (type, days, status) => {
      poller.clock.moveTo(Date.parse('2026-03-03T00:00:00Z'));
      const old = await poller.sent({ type, ago: days * day + minute, status });
      const young = await poller.sent({ type, ago: days * day - minute, status });
      await poller.poll();
      expect(await poller.recordOf(old)).toMatchObject({
        state: 'sent_untracked',
        reason: 'Notify reported no outcome for too long',
      });
      expect(await stateOf(young)).toBe('sent');
    },
  );

  it('a text message sent abroad ends as sent_untracked after three days without a report', async () => {
    poller.clock.moveTo(Date.parse('2026-03-03T00:00:00Z'));
    const old = await poller.sent({ type: 'sms', ago: 3 * day + minute, status: 'sent' });
    const young = await poller.sent({ type: 'sms', ago: 3 * day - minute, status: 'sent' });
    await poller.poll();
    expect(await poller.recordOf(old)).toMatchObject({
      state: 'sent_untracked',
      status: 'sent',
      reason: 'Notify sent it, but does not know whether it arrived',
    });
    expect(await poller.recordOf(young)).toEqual(young);
  });
});

describe('poll: Notify does not answer', () => {
  it('a run that Notify does not answer fails so that someone sees it, and changes nothing', async () => {
    const delivery = await poller.sent({ ago: minute });
    poller.notify.nextReads(meets.page(502));
    await expect(poller.poll()).rejects.toThrow('502');
    expect(await stateOf(delivery)).toBe('sent');
  });

  it('a failure in one channel does not stop the others', async () => {
    const letter = await poller.sent({ ago: minute, type: 'letter', status: 'received' });
    const email = await poller.sent({ ago: minute });
    poller.notify.nextReads(meets.loss(false));
    await expect(poller.poll()).rejects.toThrow('connection lost');
    expect(await Promise.all([letter, email].map(stateOf))).toEqual(['delivered', 'sent']);
    expect(poller.monitor.said).toContainEqual(
      expect.objectContaining({ level: 'error', about: { channel: 'email' } }),
    );
  });

  it('the run after a failed one looks back as far as the failed one', async () => {
    poller.clock.moveTo(Date.parse('2026-03-02T18:00:00Z'));
    const delivery = await poller.sent({ ago: 5 * day });
    poller.notify.nextReads(meets.page(503));
    await expect(poller.poll()).rejects.toThrow('503');
    poller.clock.moveBy(minute);
    await poller.poll();
    expect(await stateOf(delivery)).toBe('delivered');
  });

  it('a run with a rejected key fails and changes nothing', async () => {
    const delivery = await poller.sent({ ago: minute });
    poller.notify.takesOnly('another');
    await expect(poller.poll()).rejects.toThrow('AuthError');
    expect(await stateOf(delivery)).toBe('sent');
  });
});

describe('poll: late runs', () => {
  it('late runs still look up a delivery in every period in which it is due', async () => {
    poller = openPoller(new MemoryDeliveryStore());
    poller.clock.moveTo(Date.parse('2026-03-02T00:30:00Z'));
    const delivery = await poller.sent({ ago: 2 * 3_600_000, status: 'sending' });
    poller.unlists(delivery);
    const looks = new Set<number>();
    // As late as the scheduler may be: runs are up to two minutes apart.
    for (let run = 0; run < 700; run += 1) {
      poller.clock.moveBy(minute + ((run * 7919) % 60) * 1000);
      poller.notify.reads.length = 0;
      await poller.poll();
      if (poller.readsById().length > 0) looks.add(Math.floor(poller.clock.now() / 3_600_000));
    }
    const first = Math.min(...looks);
    expect([...looks]).toEqual(
      Array.from({ length: Math.floor(poller.clock.now() / 3_600_000) - first + 1 }, (_, hour) => first + hour),
    );
  });

  it('the first run after a day without runs looks up everything that fell due meanwhile', async () => {
    const old = await poller.sent({ ago: 12 * 3_600_000, status: 'sending' });
    await poller.poll();
    poller.shows(old, { status: 'delivered' });
    poller.clock.moveBy(day);
    await poller.poll();
    expect(await stateOf(old)).toBe('delivered');
  });
});
