import { createSenderCounter } from '../../lambda/announce/count-by-sender';
import type { Delivery } from '../../lib/contract/delivery';
import { metricsOfSender } from '../../lib/contract/sender-metrics';
import { RecordingMonitor } from '../fakes/recording-monitor';
import { aDelivery, aDeliveryThatIs } from '../shared/deliveries/deliveries';

const of = (sender: string) => ({ id: `of ${sender}`, sender });

/** What is counted for these services of these changes. */
async function counted(...changes: readonly (readonly [Delivery | undefined, Delivery])[]) {
  const monitor = new RecordingMonitor();
  const count = createSenderCounter({ monitor, senders: new Set(['licences', 'permits']) });
  expect(await count(changes.map(([before, after]) => ({ before, after })))).toBe(changes.length);
  expect(monitor.counts).toEqual({});
  return monitor.bySender;
}

describe('announce: counts by service', () => {
  it('each service has what happened to its own messages', async () => {
    const licence = aDelivery(of('licences'));
    const taken = aDeliveryThatIs('sent', of('licences'));
    const permit = aDelivery(of('permits'));

    expect(
      await counted(
        [undefined, licence],
        [licence, taken],
        [taken, aDeliveryThatIs('delivered', of('licences'))],
        [undefined, permit],
        [permit, aDeliveryThatIs('rejected', of('permits'))],
        [undefined, aDeliveryThatIs('expired', of('permits'))],
      ),
    ).toEqual({ 'licences Sent': 1, 'licences Delivered': 1, 'permits Rejected': 1, 'permits Expired': 1 });
  });

  it('a message whose outcome is written before it is known that Notify took it counts as sent too', async () => {
    expect(await counted([aDelivery(of('licences')), aDeliveryThatIs('failed', of('licences'))])).toEqual({
      'licences Sent': 1,
      'licences Failed': 1,
    });
  });

  it('a change that is none of the state counts nothing', async () => {
    const delivered = aDeliveryThatIs('delivered', of('licences'));
    expect(await counted([delivered, { ...delivered, cost_in_pounds: 0.02 }])).toEqual({});
  });

  it('a name that nobody said is to be counted, and a message without one, make no metric', async () => {
    expect(
      await counted(
        [undefined, aDeliveryThatIs('delivered', of('anybody'))],
        [undefined, aDeliveryThatIs('delivered')],
      ),
    ).toEqual({});
  });

  it('all that can be counted for a service can be asked for', async () => {
    const ends = ['delivered', 'failed', 'rejected', 'expired', 'sent_untracked'] as const;
    const all = await counted(
      ...ends.map((state) => [aDelivery(of('permits')), aDeliveryThatIs(state, of('permits'))] as const),
    );
    expect(Object.keys(all).toSorted()).toEqual(metricsOfSender.map((name) => `permits ${name}`).toSorted());
  });
});
