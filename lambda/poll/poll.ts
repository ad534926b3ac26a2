import type { Clock } from '../../lib/clock';
import { parseReference } from '../../lib/contract/identity';
import { channels, type Channel } from '../../lib/contract/message';
import { metrics } from '../../lib/contract/metrics';
import { outcomeOf } from '../../lib/deliveries/outcome';
import type { AwaitedDelivery, Change, DeliveryStore } from '../../lib/deliveries/store';
import { NotifyApiError, type Notification } from '../../lib/notify';
import type { Monitor, Notify, NotifySource } from '../ports';
import { givenUpAfter, lookBack } from './cadence';
import { pagesBackTo } from './pages';

export interface PollDependencies {
  readonly store: DeliveryStore;
  readonly notify: NotifySource;
  readonly clock: Pick<Clock, 'now'>;
  readonly monitor: Monitor;
  readonly pipelineId: string;
  /** Milliseconds between two runs. */
  readonly interval: number;
}

/** Our record is written up to this long after Notify's, and clocks differ. */
const slack = 2 * 60_000;
/** How long a run may take, in milliseconds: less than the function's time-out. */
const within = 4 * 60_000;
/** Letters first: they are few, and a mailing of emails may take all the time that there is. */
const order = channels.toReversed();
/** How many are asked for at the same time. */
const atOnce = 10;

/**
 * Asks Notify what became of the messages whose status is awaited, by pages, newest first. A channel or a message of
 * which Notify cannot tell does not keep the others.
 */
export function createPoller({ store, notify, clock, monitor, pipelineId, interval }: PollDependencies) {
  const lastRun = new Map<Channel, number>();

  return async (): Promise<void> => {
    const deadline = clock.now() + within;
    const errors: unknown[] = [];
    for (const channel of order) {
      const now = clock.now();
      try {
        await poll(channel, now, deadline);
        lastRun.set(channel, now);
      } catch (error) {
        monitor.error('outcomes not known; they are asked for again', error, { channel });
        errors.push(error);
      }
    }
    if (errors.length > 0) throw errors[0];
  };

  async function poll(channel: Channel, now: number, deadline: number): Promise<void> {
    // The scheduler may be late by a minute, so that where no run is remembered the last one may be two intervals ago.
    const back = lookBack(channel, now, now - (lastRun.get(channel) ?? now - 2 * interval));
    if (back === 0) return;
    const awaited = new Map<string, AwaitedDelivery>();
    for await (const delivery of store.awaited(channel, iso(Math.max(0, now - back)), iso(now + slack))) {
      awaited.set(delivery.id, delivery);
    }
    const [oldest] = awaited.values();
    if (!oldest) return;
    const client = await notify.current();
    await lookThroughPages(client, channel, awaited, {
      back: oldest.sent_at,
      now,
      until: (clock.now() + deadline) / 2,
    });
    await askForStragglers(client, channel, awaited, { now, until: deadline });
  }

  /** Takes out of `awaited` what it has seen. */
  async function lookThroughPages(
    client: Notify,
    channel: Channel,
    awaited: Map<string, AwaitedDelivery>,
    { back, now, until }: { back: string; now: number; until: number },
  ): Promise<void> {
    let barren = 0;
    for await (const page of pagesBackTo(client, channel, earlier(back))) {
      const before = awaited.size;
      await Promise.all(page.map((notification) => settleIfAwaited(notification, channel, awaited, now)));
      if (awaited.size === before) barren += 1;
      // Where most pages hold nothing of ours, it is less work to ask for each that is left.
      if (barren >= awaited.size || clock.now() >= until) return;
    }
  }

  /** Those that are on no page: they slipped between two, lie too far back, or Notify does not hold them any more. */
  async function askForStragglers(
    client: Notify,
    channel: Channel,
    awaited: ReadonlyMap<string, AwaitedDelivery>,
    { now, until }: { now: number; until: number },
  ): Promise<void> {
    const stragglers = [...awaited.values()].filter(({ sent_at }) => Date.parse(sent_at) < now - slack);
    for (let start = 0; start < stragglers.length && clock.now() < until; start += atOnce) {
      const some = stragglers.slice(start, start + atOnce);
      await Promise.all(some.map((delivery) => askFor(client, channel, delivery, now)));
    }
  }

  async function settleIfAwaited(
    notification: Notification,
    channel: Channel,
    awaited: Map<string, AwaitedDelivery>,
    now: number,
  ): Promise<void> {
    const reference = parseReference(notification.reference);
    const delivery = reference?.pipelineId === pipelineId ? awaited.get(reference.deliveryId) : undefined;
    if (!delivery) return;
    awaited.delete(delivery.id);
    await settle(delivery, channel, outcomeOf(notification, iso(now)), now);
  }

  async function askFor(client: Notify, channel: Channel, delivery: AwaitedDelivery, now: number): Promise<void> {
    const outcome = await client.getNotification(delivery.notification_id).then(
      (notification) => outcomeOf(notification, iso(now)),
      (error: unknown) => {
        const answer = error instanceof NotifyApiError ? error : undefined;
        // In an outage good requests have met with a 404 too, but not with this one.
        if (answer?.details[0]?.error === 'NoResultFound') return untracked('Notify does not hold it any more', now);
        if (answer?.status !== 400 && answer?.status !== 500) throw error;
        monitor.warn('Notify cannot tell of a message', { delivery_id: delivery.id, reason: answer.message });
        return undefined;
      },
    );
    await settle(delivery, channel, outcome, now);
  }

  async function settle(
    { id, sent_at }: AwaitedDelivery,
    channel: Channel,
    outcome: Change | undefined,
    now: number,
  ): Promise<void> {
    const tooOld = Date.parse(sent_at) < now - givenUpAfter[channel];
    const end = outcome ?? (tooOld ? untracked('Notify knew of no end for too long', now) : undefined);
    if (!end || !(await store.advance(id, end))) return;
    monitor.count(metricOf[end.state as keyof typeof metricOf]);
    monitor.info('outcome known', { delivery_id: id, state: end.state, status: end.status });
  }
}

const metricOf = {
  delivered: metrics.names.delivered,
  failed: metrics.names.failed,
  sent_untracked: metrics.names.untracked,
} as const;

const untracked = (reason: string, now: number): Change => ({ state: 'sent_untracked', changed_at: iso(now), reason });

const iso = (time: number): string => new Date(time).toISOString();
const earlier = (instant: string): string => iso(Date.parse(instant) - slack);
