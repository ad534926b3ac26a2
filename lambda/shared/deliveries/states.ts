import type { Delivery, DeliveryState } from '../../../lib/contract/delivery';

/**
 * From which states each state may be entered. This table is the order of states: a later outcome never makes an
 * earlier one undone, whichever of poll and callbacks comes first. Only a claim goes back to `sending`: see `claimability`.
 */
export const predecessors: Readonly<Record<DeliveryState, readonly DeliveryState[]>> = {
  sending: ['sending'],
  held: ['sending'],
  sent: ['sending', 'held'],
  sent_untracked: ['sending', 'held', 'sent'],
  // A receipt can come before our own record of Notify's answer.
  delivered: ['sending', 'held', 'sent', 'sent_untracked'],
  // A delivered letter can still come back: the one way on from a final state.
  failed: ['sending', 'held', 'sent', 'sent_untracked', 'delivered'],
  rejected: ['sending', 'held'],
  expired: ['sending', 'held'],
  // Only while it is held is it certain that Notify does not have it, and that nobody is about to give it the message.
  cancelled: ['held'],
};

/** The ends that the pipeline can come to by itself, without an id of Notify's. */
const ownEnds: readonly DeliveryState[] = ['failed', 'rejected', 'expired', 'cancelled'];

/** What of a change says from where it may be made. */
type Change = Pick<Delivery, 'state' | 'failure' | 'notification_id'>;

export interface AllowedStates {
  readonly states: readonly DeliveryState[];
  /** More of them, while no id of Notify's is on record. */
  readonly withoutId: readonly DeliveryState[];
}

/** The states from which this change may be made. An end that was ours alone yields to a word of Notify's. */
export function mayFollow({ state, failure, notification_id }: Change): AllowedStates {
  const from = predecessors[state];
  return {
    states: state === 'failed' && failure !== 'returned' ? from.filter((each) => each !== 'delivered') : from,
    withoutId: notification_id === undefined ? [] : ownEnds,
  };
}

/** Whether this change may be made of that record. */
export function follows(existing: Pick<Delivery, 'state' | 'notification_id'>, change: Change): boolean {
  const { states, withoutId } = mayFollow(change);
  return (
    states.includes(existing.state) || (existing.notification_id === undefined && withoutId.includes(existing.state))
  );
}

/**
 * Whether Notify can have the message at all. A record that waits or has ended without a single attempt is of one that
 * nobody ever gave to Notify. While one is being sent, its first attempt may not be on record yet.
 */
export const mayBeWithNotify = ({ state, attempts, notification_id }: Delivery): boolean =>
  state === 'sending' || attempts > 0 || notification_id !== undefined;

/** How a message that asks to be sent stands to what is on record under its id. */
export type Claimability =
  /** The same message, which Notify has or never will have. Nothing is left to do. */
  | { kind: 'duplicate' }
  /** Another message under the same idempotency key. */
  | { kind: 'conflict' }
  /** Another worker has it until then. */
  | { kind: 'busy'; until: number }
  /** Free to be sent. */
  | { kind: 'free' }
  /** A worker died, or never heard Notify's answer: Notify must be asked before anything is sent. */
  | { kind: 'verify' }
  /** It is to be held, and what is on record says all that has to be known of it by then. */
  | { kind: 'hold' };

/** Decides how a message that asks to be sent or held stands to the delivery that its id already has. */
export function claimability(
  existing: Delivery,
  candidate: Pick<Delivery, 'fingerprint' | 'state' | 'expires_at'>,
  now: number,
): Claimability {
  const stands = claimabilityToSend(existing, candidate, now);
  const waits = stands.kind === 'verify' || existing.state === 'held';
  return candidate.state === 'held' && waits && stands.kind !== 'conflict' ? { kind: 'hold' } : stands;
}

function claimabilityToSend(
  existing: Delivery,
  { fingerprint, expires_at }: Pick<Delivery, 'fingerprint' | 'expires_at'>,
  now: number,
): Claimability {
  // Nothing goes under this key any more, also if nobody had seen a message of it yet.
  if (existing.state === 'cancelled') return { kind: 'duplicate' };
  // One that nobody could finish with has none.
  const same = existing.fingerprint === undefined || existing.fingerprint === fingerprint;
  const inTime = expires_at === undefined || Date.parse(expires_at) > now;
  // What was never sent may be corrected under the same key. Of what came too late, the time may be all that was wrong.
  // What it was refused for may have changed since, without the message.
  if (existing.state === 'rejected') return same && !existing.may_change ? { kind: 'duplicate' } : { kind: 'free' };
  if (existing.state === 'expired') return same && !inTime ? { kind: 'duplicate' } : { kind: 'free' };
  if (!same) return { kind: 'conflict' };
  if (existing.state === 'held') return { kind: 'free' };
  // It was given up without an id of Notify's, and now someone has taken it back from the dead letters.
  if (existing.state === 'failed' && existing.notification_id === undefined) return { kind: 'verify' };
  if (existing.state !== 'sending') return { kind: 'duplicate' };
  const until = existing.lease_until ?? 0;
  return until > now ? { kind: 'busy', until } : { kind: 'verify' };
}

/**
 * The record of a claim on a delivery that is known. A try that goes on keeps its count, another begins at nothing, except
 * for what another worker may have given to Notify.
 */
export function reclaimed({ created_at, ...existing }: Delivery, candidate: Delivery): Delivery {
  const { state } = existing;
  // A copy that waits for a later time has to find the record too.
  const kept = { created_at, ttl: Math.max(existing.ttl, candidate.ttl) };
  if (state === 'failed') return { ...candidate, ...kept, attempts: candidate.attempts + 1 };
  if (state !== 'sending' && state !== 'held') return { ...candidate, ...kept };
  const { attempts, failures, failed_at, refusals, lookups, reason } = existing;
  return {
    ...candidate,
    ...kept,
    attempts: (state === 'sending' ? Math.max(1, attempts) : attempts) + candidate.attempts,
    ...(failures === undefined ? {} : { failures }),
    ...(failed_at === undefined ? {} : { failed_at }),
    ...(refusals === undefined ? {} : { refusals }),
    ...(lookups === undefined ? {} : { lookups }),
    ...(reason === undefined || state === 'held' ? {} : { reason }),
  };
}
