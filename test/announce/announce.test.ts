import type { DeliveryEvent } from '../../lib/contract/events/delivery';
import { deliveryStates, type Delivery, type DeliveryState } from '../../lib/contract/delivery';
import { createAnnouncer } from '../../lambda/announce/announce';
import type { StreamChange } from '../../lambda/shared/ports';
import { createEventPublisher } from '../../lambda/announce/publish-events';
import type { EventBus } from '../../lambda/shared/ports';
import { fitting } from '../contract/fitting-events';
import { aDelivery, aDeliveryThatIs, noon } from '../shared/deliveries/deliveries';
import { awsError } from '../fakes/aws-errors';
import { RecordingMonitor } from '../fakes/recording-monitor';
import { iso } from '../../lib/contract/time';

/** A bus that takes what the test lets it take. */
class BusInTest implements EventBus<DeliveryEvent> {
  readonly batches: DeliveryEvent[][] = [];
  readonly refuses = new Set<string>();
  /** Deliveries whose events make it refuse the whole request. */
  readonly cannotRead = new Set<string>();
  down = false;

  async put(events: readonly DeliveryEvent[]): Promise<readonly number[]> {
    this.batches.push([...events]);
    if (this.down) throw new Error('the bus is down');
    if (events.some(({ detail }) => this.cannotRead.has(detail.delivery_id))) {
      throw awsError('ValidationException', 400);
    }
    // In no order that anybody was promised.
    return events.flatMap(({ detail }, place) => (this.refuses.has(detail.delivery_id) ? [place] : [])).toReversed();
  }
}

let bus: BusInTest;
let monitor: RecordingMonitor;
beforeEach(() => {
  bus = fitting(new BusInTest());
  monitor = new RecordingMonitor();
});

let sequence = 0;
const change = (before: object | undefined, after: object | undefined): StreamChange => ({
  sequenceNumber: String((sequence += 1)),
  before: before && { ...before },
  after: after && { ...after },
});
const created = (delivery: Delivery): StreamChange => change(undefined, delivery);
const announceOnly =
  (publishedStates: ReadonlySet<DeliveryState>) =>
  (...changes: StreamChange[]): Promise<readonly string[]> => {
    const publisher = createEventPublisher({ bus, monitor, pipelineId: 'staging', publishedStates });
    return createAnnouncer({ handlers: [publisher], monitor })(changes);
  };
const announce = announceOnly(new Set(deliveryStates));

const told = (): string[] => bus.batches.flat().map(({ detail }) => detail.delivery_id);
const many = (count: number): Delivery[] => Array.from({ length: count }, () => aDeliveryThatIs('rejected'));

describe('announce: changes of the table', () => {
  it('each change is published as one event, in order', async () => {
    const delivery = aDelivery();
    const sent = aDeliveryThatIs('sent', { id: delivery.id });
    const delivered = aDeliveryThatIs('delivered', { id: delivery.id });
    expect(await announce(created(delivery), change(delivery, sent), change(sent, delivered))).toEqual([]);
    expect(bus.batches.flat().map(({ detailType }) => detailType)).toEqual([
      'Notification Sending',
      'Notification Sent',
      'Notification Delivered',
    ]);
    expect(bus.batches.flat()[1]?.detail).toMatchObject({ pipeline_id: 'staging', state: 'sent' });
  });

  it('events go to the bus ten at a time', async () => {
    const deliveries = many(25);
    await announce(...deliveries.map(created));
    expect(bus.batches.map(({ length }) => length)).toEqual([10, 10, 5]);
    expect(told()).toEqual(deliveries.map(({ id }) => id));
  });

  it('a change that keeps the state, or removes a record, gives no event', async () => {
    const delivery = aDelivery();
    const again = { ...delivery, attempts: 1, lease_until: noon + 1, changed_at: iso(noon + 1) };
    expect(await announce(change(delivery, again), change(delivery, undefined))).toEqual([]);
    expect(bus.batches).toEqual([]);
  });

  it('a change to a state that is not published gives no event, and delays none', async () => {
    const delivery = aDelivery();
    const sent = aDeliveryThatIs('sent', { id: delivery.id });
    const delivered = aDeliveryThatIs('delivered', { id: delivery.id });
    const announceEnds = announceOnly(new Set<DeliveryState>(['delivered', 'failed']));
    expect(await announceEnds(created(delivery), change(delivery, sent), change(sent, delivered))).toEqual([]);
    expect(bus.batches.flat().map(({ detailType }) => detailType)).toEqual(['Notification Delivered']);
  });

  it('a refused event is retried from its own place among changes that are not published', async () => {
    const changes = [aDelivery(), aDeliveryThatIs('rejected'), aDelivery(), aDeliveryThatIs('rejected')].map(created);
    bus.down = true;
    expect(await announceOnly(new Set<DeliveryState>(['rejected']))(...changes)).toEqual(
      changes.slice(1).map(({ sequenceNumber }) => sequenceNumber),
    );
  });

  it('that the PDF of a letter is stored is published whatever the states are that are published', async () => {
    const sent = aDeliveryThatIs('sent');
    const stored = { ...sent, pdf_bucket: 'b', pdf_key: `letters/${sent.id}.pdf`, pdf_stored_at: iso(noon) };
    await announceOnly(new Set<DeliveryState>(['failed']))(change(sent, stored));
    expect(bus.batches.flat().map(({ detailType }) => detailType)).toEqual(['Letter PDF Stored']);
  });

  it.each([
    ['another kind of item', { id: 'the pace', tokens: 5 }],
    ['an item with a state of its own', { ...aDelivery(), state: 'lost' }],
    ['an item with no state', { id: aDelivery().id }],
    ['an item whose id is none of ours', { ...aDelivery(), id: 'the pace' }],
    ['an item that does not say when', { id: aDelivery().id, state: 'sent' }],
    ['an item that says nonsense for when', { ...aDelivery(), changed_at: 'yesterday' }],
    ['an item of numbers', { id: 5, state: 'sent', changed_at: 5 }],
  ])('a change to %s is counted and left alone, and does not delay the others', async (_what, item) => {
    const ours = aDeliveryThatIs('rejected');
    expect(await announce(change(undefined, item), created(ours))).toEqual([]);
    expect(told()).toEqual([ours.id]);
    expect(monitor.counts).toEqual({ Unreadable: 1 });
  });

  it('a change from an item that was no delivery to one that is a delivery gives an event', async () => {
    const delivery = aDeliveryThatIs('rejected');
    await announce(change({ id: delivery.id }, delivery));
    expect(told()).toEqual([delivery.id]);
  });
});

describe('announce: bus that does not accept everything', () => {
  it('a refused event is retried, with every event after it', async () => {
    const deliveries = many(25);
    const changes = deliveries.map(created);
    bus.refuses.add(deliveries[12]?.id ?? '');
    const unpublished = await announce(...changes);
    expect(unpublished).toEqual(changes.slice(12).map(({ sequenceNumber }) => sequenceNumber));
    expect(bus.batches).toHaveLength(2);
  });

  it('is given again all from the first that it did not take, in whatever order it says which', async () => {
    const deliveries = many(10);
    const changes = deliveries.map(created);
    for (const place of [3, 7]) bus.refuses.add(deliveries[place]?.id ?? '');
    expect(await announce(...changes)).toEqual(changes.slice(3).map(({ sequenceNumber }) => sequenceNumber));
  });

  it('a bus that is down is tried once, and no event is lost', async () => {
    const changes = many(25).map(created);
    bus.down = true;
    expect(await announce(...changes)).toEqual(changes.map(({ sequenceNumber }) => sequenceNumber));
    expect(bus.batches).toHaveLength(1);
    expect(monitor.said).toEqual([expect.objectContaining({ level: 'error' })]);
  });

  it('an event that is published again has the same id', async () => {
    const changes = many(3).map(created);
    bus.down = true;
    await announce(...changes);
    bus.down = false;
    expect(await announce(...changes)).toEqual([]);
    const [first, second] = bus.batches.map((batch) => batch.map(({ detail }) => detail.event_id));
    expect(second).toEqual(first);
    expect(new Set(first).size).toBe(3);
  });
});

describe('an event that the bus can never take', () => {
  test('is left out and counted, and keeps none of the others', async () => {
    const all = many(25);
    const bad = all[13];
    if (!bad) throw new Error('there are 25');
    bus.cannotRead.add(bad.id);
    expect(await announce(...all.map(created))).toEqual([]);
    expect(new Set(told())).toEqual(new Set(all.map(({ id }) => id)));
    expect(monitor.counts).toEqual({ Unreadable: 1 });
  });
});
