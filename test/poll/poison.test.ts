import { iso, minute } from '../../lib/contract/time';
import { awsError } from '../fakes/aws-errors';
import { MemoryDeliveryStore } from '../fakes/memory-delivery-store';
import { aDeliveryThatIs } from '../shared/deliveries/deliveries';
import { openTable, type TableInProcess } from '../shared/deliveries/table-in-process';
import { openPoller } from './poller-in-test';

let table: TableInProcess;
beforeAll(async () => {
  table = await openTable();
});
afterAll(() => table.close());

describe('a delivery that no poll can finish with', () => {
  test.each(['', '.', '..'])(
    'because its id at Notify is %j does not stop the others, in any run',
    async (notification_id) => {
      const poller = openPoller(new MemoryDeliveryStore());
      const before = await poller.sent({ ago: 3 * minute });
      await poller.store.create(
        aDeliveryThatIs('sent', {
          type: 'email',
          awaited: 'email',
          notification_id,
          sent_at: iso(poller.clock.now() - 4 * minute),
        }),
      );
      const after = await poller.sent({ ago: 5 * minute });
      for (const delivery of [before, after]) poller.unlists(delivery);
      for (let run = 0; run < 10; run += 1) {
        await poller.poll();
        poller.clock.moveBy(minute);
      }
      for (const good of [before, after]) expect(await poller.recordOf(good)).toMatchObject({ state: 'delivered' });
    },
  );

  test('because the table does not take its outcome does not stop the others, and is reported', async () => {
    const store = new MemoryDeliveryStore();
    const poller = openPoller(store);
    const [bad, good] = [await poller.sent({ ago: 3 * minute }), await poller.sent({ ago: 4 * minute })];
    const transition = store.transition.bind(store);
    store.transition = async (id, ...rest) => {
      if (id === bad.id) throw awsError('ValidationException', 400);
      return transition(id, ...rest);
    };
    await poller.poll();
    expect(await poller.recordOf(good)).toMatchObject({ state: 'delivered' });
    expect(poller.monitor.counts).toMatchObject({ Delivered: 1, Fault: 1 });
  });
});

describe('a cost whose fields have any name', () => {
  test.each(['constructor', 'toString', 'hasOwnProperty', 'valueOf', 'size', ' ', 'a.b', '#state'])(
    'is written down: %s',
    async (name) => {
      const poller = openPoller(table.store);
      const delivery = await poller.sent({ ago: minute });
      poller.shows(delivery, { cost_in_pounds: 0.1, cost_details: { [name]: 'second', sms_rate: 0.1 } });
      await poller.poll();
      const { cost_details } = (await poller.recordOf(delivery)) ?? {};
      expect(new Map(Object.entries(cost_details ?? {}))).toEqual(
        new Map<string, unknown>([
          [name, 'second'],
          ['sms_rate', 0.1],
        ]),
      );
    },
  );
});
