import { schemaViolations } from '../../lib/contract/events/schema-violations';
import { formatReference } from '../../lib/contract/identity';
import { deliveryEventOf } from '../../lambda/shared/deliveries/delivery-event';
import { MemoryDeliveryStore } from '../fakes/memory-delivery-store';
import { aNotification } from '../shared/deliveries/notifications';
import { openPoller, pipelineId, type PollerInTest } from './poller-in-test';
import { minute } from '../../lib/contract/time';

let poller: PollerInTest;
beforeEach(() => {
  poller = openPoller(new MemoryDeliveryStore());
});

const nonsense: readonly (readonly [string, unknown])[] = [
  ['null', null],
  ['a number', 7],
  ['a text', 'delivered'],
  ['a list', []],
  ['without a status', { status: undefined }],
  ['with a number as its status', { status: 7 }],
  ['with an empty status', { status: '' }],
  ['with a status of a thousand characters', { status: 'x'.repeat(1000) }],
  ['with a status that is markup', { status: '<b>delivered</b>' }],
  ['without an id', { id: null }],
  ['with an id that is none', { id: '../template' }],
  ['without a time', { created_at: null }],
  ['with a time that is none', { created_at: 'yesterday' }],
  ['with a number as its reference', { reference: 7 }],
];

describe('poll: unreadable notifications on a page', () => {
  it.each(nonsense)(
    'an unreadable notification is counted, and the others on its page are recorded: %s',
    async (_what, spoilt) => {
      const before = await poller.sent({ ago: 3 * minute });
      const bad = await poller.sent({ ago: 3 * minute + 1 });
      const after = await poller.sent({ ago: 3 * minute + 2 });
      poller.shows(bad, spoilt);
      await poller.poll();
      expect(await poller.recordOf(before)).toMatchObject({ state: 'delivered' });
      expect(await poller.recordOf(after)).toMatchObject({ state: 'delivered' });
      expect(poller.monitor.counts).toMatchObject({ Delivered: 2, Unreadable: expect.any(Number) as number });
    },
  );

  it.each(nonsense)(
    'an unreadable notification at the edge of a page does not stop the next page from being read: %s',
    async (_what, spoilt) => {
      poller.notify.pageSize = 3;
      const awaited = [];
      for (let n = 0; n < 9; n += 1) awaited.push(await poller.sent({ ago: 3 * minute + n }));
      if (awaited[2]) poller.shows(awaited[2], spoilt);
      await poller.poll();
      const states = await Promise.all(awaited.map(async (delivery) => (await poller.recordOf(delivery))?.state));
      expect(states.toSpliced(2, 1)).toEqual(Array(8).fill('delivered'));
    },
  );

  it.each([
    ['cost', { cost_in_pounds: '0.05' }],
    ['cost', { cost_in_pounds: 1e200 }],
    ['cost', { cost_in_pounds: -1 }],
    ['cost', { cost_in_pounds: 1e-200 }],
    ['cost', { cost_in_pounds: 1e-130 }],
    ['cost details', { cost_details: { sms_rate: 1e-200 } }],
    ['cost details', { cost_details: { ['\ud800']: 7 } }],
    ['cost details', { cost_details: { region: '\ud800' } }],
    ['cost details', { cost_details: { ['x'.repeat(200)]: 7 } }],
    ['cost details', { cost_details: Object.fromEntries(Array.from({ length: 5000 }, (_, n) => [`rate_${n}`, n])) }],
    ['cost details', { cost_details: 'none' }],
    ['cost details', { cost_details: { deep: { deeper: {} } } }],
    ['cost details', { cost_details: { billable_sms_fragments: 'two' } }],
    ['cost details', { cost_details: { international_rate_multiplier: null } }],
    ['cost details', { cost_details: { postage: 7 } }],
    ['cost details', { cost_details: { '': 7 } }],
    ['word on whether its cost is known', { is_cost_data_ready: 'yes' }],
    ['time of its end', { completed_at: 'yesterday' }],
    ['time of its end', { completed_at: 7 }],
    ['time of its end', { completed_at: 'Mon, 02 Mar 2026 11:00:00 GMT' }],
  ])('a notification with an invalid %s is recorded without it: %j', async (_what, spoilt) => {
    const delivery = await poller.sent({ ago: minute });
    poller.shows(delivery, spoilt);
    await poller.poll();
    const record = await poller.recordOf(delivery);
    expect(record).toMatchObject({
      state: 'delivered',
      completed_at: expect.stringMatching(/^2026-03-02T12:00/) as string,
    });
    const event = record && deliveryEventOf(undefined, record, pipelineId);
    expect(event && schemaViolations(event)).toEqual([]);
    for (const cost of [record?.cost_in_pounds ?? 0, ...Object.values(record?.cost_details ?? {})]) {
      expect(cost).toBeLessThan(1000);
    }
  });

  it('a notification of another pipeline or of none is counted as foreign, and one not awaited is ignored', async () => {
    const ours = await poller.sent({ ago: minute });
    const references = [formatReference({ pipelineId: 'production', deliveryId: ours.id }), null, 'order 7'];
    const known = formatReference({ pipelineId, deliveryId: '26785a09-ab16-4eb0-8407-a37497a57506' });
    for (const reference of [...references, known]) poller.notify.store(aNotification({ reference }));
    await poller.poll();
    expect(poller.monitor.counts).toEqual({ Delivered: 1, Foreign: 3 });
  });

  it('a second notification for one delivery changes nothing, because the record names the first', async () => {
    const delivery = await poller.sent({ ago: minute });
    const reference = formatReference({ pipelineId, deliveryId: delivery.id });
    poller.notify.store(aNotification({ reference, status: 'permanent-failure' }));
    await poller.poll();
    expect(await poller.recordOf(delivery)).toMatchObject({ state: 'delivered' });
  });
});

describe('poll: unreadable look-up by id', () => {
  it.each(nonsense)(
    'an unreadable look-up changes nothing, and other deliveries are still recorded: %s',
    async (_what, spoilt) => {
      const [bad, good] = [await poller.sent({ ago: 6 * minute }), await poller.sent({ ago: 5 * minute })];
      for (const delivery of [bad, good]) poller.unlists(delivery);
      poller.shows(bad, spoilt);
      await poller.poll();
      expect(await poller.recordOf(good)).toMatchObject({ state: 'delivered' });
      expect(await poller.recordOf(bad)).toEqual(bad);
    },
  );
});

describe('poll: unreadable page', () => {
  it.each([
    ['a text', 'nothing'],
    ['no list', { notifications: 'none' }],
    ['nothing', null],
  ])('a page that is %s fails the run so that someone sees it, and changes nothing', async (_what, body) => {
    const delivery = await poller.sent({ ago: minute });
    poller.notify.nextReads({ answer: { status: 200, headers: {}, body: Buffer.from(JSON.stringify(body)) } });
    await expect(poller.poll()).rejects.toThrow('unexpected answer');
    expect(await poller.recordOf(delivery)).toEqual(delivery);
  });
});
