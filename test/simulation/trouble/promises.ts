import { minute } from '../../../lib/contract/time';
import { deliveryId, formatReference } from '../../../lib/contract/identity';
import type { Delivery } from '../../../lib/contract/delivery';
import { channelOf } from '../../../lib/contract/message';
import { isInDoubt } from '../../../lambda/shared/holds/circuit';
import type { Fleet } from '../fleet/fleet';
import { pipelineId } from '../fleet/shape';

/** A message of a schedule with trouble. */
export interface Sent {
  readonly key: string;
  /** Whether Notify falls over it, always. */
  readonly isBad: boolean;
}

const recordsOf = (fleet: Fleet, keys: readonly string[]): (readonly [string, Delivery | undefined])[] => {
  const records = new Map([...fleet.store.all].map((delivery) => [delivery.id, delivery]));
  return keys.map((key) => [key, records.get(deliveryId(pipelineId, key))]);
};

/** Good messages that were given up or refused for what was not their fault. */
export const badlyEnded = (fleet: Fleet, messages: readonly Sent[]): string[] =>
  recordsOf(fleet, keysOf(messages, false)).flatMap(([key, delivery]) =>
    delivery?.state === 'sent' ? [] : [`${key}: good, but ${told(delivery)}`],
  );

/** Bad messages that did not end, or after more attempts than it takes to know that they are bad. */
export const endlesslyTried = (fleet: Fleet, messages: readonly Sent[], most: number): string[] =>
  recordsOf(fleet, keysOf(messages, true)).flatMap(([key, delivery]) =>
    delivery?.state === 'failed' && delivery.reason !== undefined && delivery.attempts <= most
      ? []
      : [`${key}: bad, but ${told(delivery)}`],
  );

/** Ids of Notify's that are on no record, and of which none says that there is another. */
export function untold(fleet: Fleet): string[] {
  const known = new Set([...fleet.store.all].map(({ notification_id }) => notification_id));
  const suspected = new Set(
    [...fleet.store.all].flatMap(({ id, reference, duplicate_suspected }) =>
      duplicate_suspected
        ? [formatReference({ pipelineId, deliveryId: id, ...(reference === undefined ? {} : { reference }) })]
        : [],
    ),
  );
  return [...fleet.standIn.notifications.all()].flatMap(({ id, reference }) =>
    known.has(id) || suspected.has(reference ?? '') ? [] : [`Notify has ${id}, and nobody says so`],
  );
}

/** Messages that have not moved for over an hour although nothing is known to keep their lane. */
export const stuck = (fleet: Fleet): string[] =>
  [...fleet.store.all].flatMap((delivery) => {
    const { id, state, changed_at } = delivery;
    if ((state !== 'sending' && state !== 'held') || isKept(fleet, delivery)) return [];
    const since = fleet.clock.now() - Date.parse(changed_at);
    return since > 61 * minute ? [`${id}: ${state} for ${Math.round(since / minute)} minutes`] : [];
  });

function isKept({ stops, clock }: Fleet, { type }: Delivery): boolean {
  const channel = type === 'unknown' ? undefined : channelOf(type);
  const ofIt = (lane: string): boolean => lane === 'everything' || lane.endsWith(channel ?? '');
  return (
    stops.holds.some(({ scope, probe, until }) => ofIt(scope) && (probe || until > clock.now())) ||
    stops.circuits.some((circuit) => ofIt(circuit.lane) && (circuit.open || isInDoubt(circuit)))
  );
}

const keysOf = (messages: readonly Sent[], isBad: boolean): string[] =>
  messages.filter((message) => message.isBad === isBad).map(({ key }) => key);

const told = (delivery: Delivery | undefined): string =>
  delivery
    ? `${delivery.type} ${delivery.state} after ${delivery.attempts} attempts, ${delivery.failures ?? 0} of them its own fault: ${delivery.reason}`
    : 'on no record';
