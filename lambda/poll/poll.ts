import type { Clock } from '../../lib/clock';
import { parseReference } from '../../lib/contract/identity';
import { channels, type Channel } from '../../lib/contract/message';
import { metrics } from '../../lib/contract/metrics';
import { outcomeOf } from '../../lib/deliveries/outcome';
import type { AwaitedDelivery, Change, DeliveryStore } from '../../lib/deliveries/store';
import { NotifyApiError, type Notification } from '../../lib/notify';
import type { Monitor, Notify, NotifySource } from '../ports';
import { givenUpAfter, lookBack } from './cadence';

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

/**
 * Asks Notify what became of the messages whose status is awaited, by pages, newest first. A channel or a message of
 * which Notify cannot tell does not keep the others.
 */
export function createPoller({ store, notify, clock, monitor, pipelineId, interval }: PollDependencies) {
  const lastRun = new Map<Channel, number>();

  return async (): Promise<void> => {
    const errors: unknown[] = [];
    for (const channel of channels) {
      const now = clock.now();
      try {
        await poll(channel, now);
        lastRun.set(channel, now);
      } catch (error) {
        monitor.error('outcomes not known; they are asked for again', error, { channel });
        errors.push(error);
      }
    }
    if (errors.length > 0) throw errors[0];
  };

  async function poll(channel: Channel, now: number): Promise<void> {
    // The scheduler may be late by a minute, so that where no run is remembered the last one may be two intervals ago.
    const back = lookBack(channel, now, now - (lastRun.get(channel) ?? now - 2 * interval));
    if (back === 0) return;
    const from = iso(Math.max(0, now - back));
    const oldest = await firstOf(store.awaited(channel, from, iso(now + slack), 1));
    if (oldest) await lookAt(await notify.current(), channel, oldest.sent_at, now);
  }

  async function lookAt(client: Notify, channel: Channel, oldest: string, now: number): Promise<void> {
    const unseen = new Map<string, AwaitedDelivery>();
    let loadedFrom = iso(now + slack);
    const loadBackTo = async (from: string): Promise<void> => {
      for await (const delivery of store.awaited(channel, from, loadedFrom)) {
        // Those at the edge have been loaded already, and may have been seen.
        if (delivery.sent_at < loadedFrom) unseen.set(delivery.id, delivery);
      }
      loadedFrom = from < loadedFrom ? from : loadedFrom;
    };
    for await (const page of pagesBackTo(client, channel, earlier(oldest))) {
      const edge = page.at(-1);
      if (!edge) break;
      await loadBackTo(later(oldest, earlier(edge.created_at)));
      await Promise.all(page.map((notification) => settleIfAwaited(notification, channel, unseen, now)));
    }
    await loadBackTo(oldest);
    for (const delivery of unseen.values()) {
      if (Date.parse(delivery.sent_at) < now - slack) await askFor(client, channel, delivery, now);
    }
  }

  async function settleIfAwaited(
    notification: Notification,
    channel: Channel,
    unseen: Map<string, AwaitedDelivery>,
    now: number,
  ): Promise<void> {
    const reference = parseReference(notification.reference);
    const delivery = reference?.pipelineId === pipelineId ? unseen.get(reference.deliveryId) : undefined;
    if (!delivery) return;
    unseen.delete(delivery.id);
    await settle(delivery, channel, outcomeOf(notification, iso(now)), now);
  }

  /** A message that is on no page: it may have slipped between two, or Notify does not hold it any more. */
  async function askFor(client: Notify, channel: Channel, delivery: AwaitedDelivery, now: number): Promise<void> {
    const outcome = await client.getNotification(delivery.notification_id).then(
      (notification) => outcomeOf(notification, iso(now)),
      (error: unknown) => {
        const answer = error instanceof NotifyApiError ? error : undefined;
        // In an outage good requests have met with a 404 too, but not with this one.
        if (answer?.errors[0]?.error === 'NoResultFound') return untracked('Notify does not hold it any more', now);
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

/** Pages of notifications, newest first, until one was created before `oldest`. */
async function* pagesBackTo(client: Notify, channel: Channel, oldest: string): AsyncIterable<readonly Notification[]> {
  for (let olderThan: string | undefined; ;) {
    const { notifications } = await client.listNotifications({ templateType: channel, olderThan });
    yield notifications;
    const edge = notifications.at(-1);
    if (!edge || edge.created_at < oldest) return;
    olderThan = edge.id;
  }
}

async function firstOf<Item>(items: AsyncIterable<Item>): Promise<Item | undefined> {
  for await (const item of items) return item;
  return undefined;
}

const untracked = (reason: string, now: number): Change => ({ state: 'sent_untracked', changed_at: iso(now), reason });

const iso = (time: number): string => new Date(time).toISOString();
const earlier = (instant: string): string => iso(Date.parse(instant) - slack);
const later = (a: string, b: string): string => (a > b ? a : b);
