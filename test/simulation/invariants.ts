import { messageAttributes } from '../../lib/contract/attributes';
import type { Delivery } from '../../lib/contract/delivery';
import { schemaViolations } from '../../lib/contract/events/schema-violations';
import { deliveryId, formatReference } from '../../lib/contract/identity';
import type { Cancellation } from '../../lib/publisher';
import type { SentMessage } from '../../lib/testing';
import type { Fleet } from './fleet/fleet';
import { pipelineId } from './fleet/shape';

/** A message of a scenario. Those with one key are one message, unless `other` says that its content differs. */
export interface Published {
  readonly key: string;
  readonly reference?: string;
  /** The answer to the one who cancelled it. */
  cancelled?: Cancellation['outcome'] | undefined;
}

/** States in which Notify was never given the message, or certainly does not have it. */
const neverSent: ReadonlySet<string> = new Set(['rejected', 'expired', 'cancelled']);

/**
 * What is wrong with how a run ended. Nothing, if the promise was kept.
 *
 * @param messages what Notify took; by default what it still holds
 */
export function broken(
  fleet: Fleet,
  published: readonly Published[],
  messages: Iterable<SentMessage> = fleet.standIn.notifications.all(),
): readonly string[] {
  const accepted = byReference(messages);
  const told = new Map(fleet.events.map(({ detail }) => [detail.delivery_id, detail]));
  const distinct = new Map(published.map((message) => [message.key, message]));
  return [
    ...[...distinct.values()].flatMap((message) => brokenFor(fleet, message, accepted)),
    ...[...fleet.store.all].flatMap((delivery) => {
      const last = told.get(delivery.id);
      return last?.state === delivery.state && last.failure === delivery.failure
        ? []
        : [`${delivery.id}: the record says ${delivery.state}, the last event ${last?.state ?? 'nothing'}`];
    }),
    ...notAwaited(fleet),
    ...leftBehind(fleet),
    ...fleet.events.flatMap(schemaViolations),
  ];
}

function brokenFor(
  fleet: Fleet,
  { key, reference, cancelled }: Published,
  accepted: Map<string, SentMessage[]>,
): string[] {
  const id = deliveryId(pipelineId, key);
  const delivery = find(fleet, id);
  const given = formatReference({ pipelineId, deliveryId: id, ...(reference === undefined ? {} : { reference }) });
  const copies = accepted.get(given)?.length ?? 0;
  if (!delivery) return [`${key}: no record`];
  const { state, failure, reason } = delivery;
  const faults: string[] = [];
  if (copies > 0 && cancelled === 'cancelled') faults.push(`${key}: cancelled, and accepted`);
  if (cancelled === 'cancelled' && state !== 'cancelled')
    faults.push(`${key}: cancelled, and the record says ${state}`);
  if (copies > 1) faults.push(`${key}: accepted ${copies} times`);
  if (copies > 0 && neverSent.has(state)) faults.push(`${key}: accepted, but the record says ${state}`);
  if (copies === 0 && !neverSent.has(state) && !isBuried(fleet, delivery))
    faults.push(`${key}: never accepted, but ${state}`);
  if ((neverSent.has(state) || state === 'failed') && !reason)
    faults.push(`${key}: ${state} ${failure ?? ''} for no reason`);
  if (state === 'sending' || state === 'held') faults.push(`${key}: still ${state}`);
  return faults;
}

const find = (fleet: Fleet, id: string): Delivery | undefined => [...fleet.store.all].find((one) => one.id === id);

const isBuried = (fleet: Fleet, { state, notification_id }: Delivery): boolean =>
  state === 'failed' && notification_id === undefined && fleet.queues.deadLetterQueue.size > 0;

function byReference(messages: Iterable<SentMessage>): Map<string, SentMessage[]> {
  const found = new Map<string, SentMessage[]>();
  for (const message of messages) {
    const { reference } = message;
    if (reference !== null) found.set(reference, [...(found.get(reference) ?? []), message]);
  }
  return found;
}

/** Whatever Notify has is awaited by its own record, or by a list. */
function notAwaited({ store }: Fleet): string[] {
  const listed = new Set(store.lists.flatMap(({ deliveries }) => deliveries.map(({ id }) => id)));
  return [...store.all]
    .filter(({ id, state, awaited }) => state === 'sent' && awaited === undefined && !listed.has(id))
    .map(({ id }) => `${id}: it was sent, and nobody awaits its outcome`);
}

/** No queue keeps a message, and a dead letter is there for a reason that it carries. */
function leftBehind({ queues, scheduled }: Fleet): string[] {
  const { queue, urgentQueue, heldQueues, deadLetterQueue } = queues;
  const waiting = [queue, urgentQueue, ...Object.values(heldQueues)].filter(({ size }) => size > 0);
  const unexplained = deadLetterQueue.messages.filter(({ attributes }) => !attributes[messageAttributes.reason]);
  return [
    ...waiting.map(({ size, settings }) => `${size} messages are left on ${settings.arn}`),
    ...scheduled.all.map(({ deliveryId: id }) => `${id}: its message is left among the scheduled`),
    ...unexplained.map(() => 'a dead letter without a reason'),
  ];
}
