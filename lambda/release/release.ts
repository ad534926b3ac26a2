import type { Clock } from '../../lib/contract/clock';
import { lanes, type HeldQueueName } from '../../lib/contract/lane';
import { metrics } from '../../lib/contract/metrics';
import { holdsCacheMilliseconds } from '../shared/holds/cached-holds';
import { closed, isToBeAsked, mayProbe, type Circuit } from '../shared/holds/circuit';
import { activeHold, type Hold } from '../shared/holds/hold';
import type { HeldMessage, HeldMessageQueues } from '../shared/holds/held-message-queues';
import type { HoldStore, Stops } from '../shared/holds/hold-store';
import { isStopped, stoppedUntil } from './stopped-until';
import type { Monitor } from '../shared/ports';

export interface ReleaseDependencies<Message extends HeldMessage> {
  readonly held: HeldMessageQueues<Message>;
  readonly holds: HoldStore;
  /** Looks at a hold whose time has come, and ends it if it can end. */
  readonly review: (hold: Hold) => Promise<void>;
  /** Asks Notify whether it takes messages of a lane. Answers what is known of the lane then. */
  readonly askLane: (circuit: Circuit) => Promise<Circuit>;
  readonly clock: Clock;
  readonly monitor: Monitor;
  /** How many messages may wait to be sent, so that what is published meanwhile does not wait behind them for long. */
  readonly room: number;
  /** How long one run may take, in milliseconds. */
  readonly within: number;
}

/** How long a run waits for room on the queue, in milliseconds. */
const breath = 2000;
/** How many messages of a lane may go at once to find out whether it works again, if Notify answers well for it. */
const mostProbes = 10;

/**
 * Lets messages back that no hold stops any more: of those that are not urgent as many as the queue can send soon, and from
 * each lane in turn.
 */
export function createReleaser<Message extends HeldMessage>(dependencies: ReleaseDependencies<Message>) {
  const { held, holds, review, askLane, clock, monitor, room, within } = dependencies;
  /** The queue that had its turn last. */
  let last: HeldQueueName | undefined;

  return async (): Promise<void> => {
    const end = clock.now() + within;
    const now = clock.now();
    const before = await holds.read();
    const over = before.holds.filter(({ until }) => until <= now);
    for (const hold of over) await review(hold);
    const probed = await probeLanes(before);
    const closedJustNow = before.circuits.some(({ open, until }) => !open && until > now - holdsCacheMilliseconds);
    // What comes back before the senders know that a hold has ended would be held again.
    if (over.length > 0 || probed || closedJustNow) await clock.sleep(holdsCacheMilliseconds);
    let released = 0;
    while (clock.now() < end) {
      const standing = await holds.read();
      const urgent = await releaseUrgent(standing);
      const free = room - (await held.backlog());
      const others = free > 0 ? await releaseSome(free, standing) : 0;
      released += urgent + others;
      if (urgent + others > 0) continue;
      // Nothing is left that may go, or there was no room for it.
      if (free > 0) break;
      await clock.sleep(breath);
    }
    if (released > 0) monitor.info('held messages released', { messages: released });
  };

  /**
   * Asks for the lanes of which it is not known whether they work, and lets a message go where Notify may take it. Answers
   * whether any went.
   */
  async function probeLanes({ holds: standing, circuits }: Stops): Promise<boolean> {
    const now = clock.now();
    // Nothing can be asked with a key that is refused.
    if (standing.some(({ scope }) => scope === 'everything')) return false;
    const known = await Promise.all(
      circuits.map((one) => (isToBeAsked(one, now) ? askLane(one) : Promise.resolve(one))),
    );
    const due = known.filter((one) => mayProbe(one, clock.now()) && !activeHold(standing, one.lane, clock.now()));
    const went = await Promise.all(due.map((one) => letProbesGo(one, { holds: standing, circuits: known })));
    return went.some(Boolean);
  }

  /** Answers whether any went. Where none waits, the next message to come finds out. */
  async function letProbesGo(circuit: Circuit, standing: Stops): Promise<boolean> {
    const went = await moveFrom(circuit.lane, mostAtOnce(circuit), standing);
    const ended = went === 0 && isProven(circuit) ? closed(circuit, clock.now()) : undefined;
    if (ended) await holds.writeCircuit(ended);
    return went > 0 || ended !== undefined;
  }

  /** They go back to a queue of their own, on which no mailing waits. Answers how many messages it moved. */
  async function releaseUrgent(standing: Stops): Promise<number> {
    if (standing.holds.some(({ scope }) => scope === 'everything')) return 0;
    return moveFrom('urgent', 10, standing);
  }

  /** Goes once round the other held queues, from where it came to last time. Answers how many messages it moved. */
  async function releaseSome(free: number, standing: Stops): Promise<number> {
    const open = [...lanes.filter((lane) => !isStopped(standing, lane, clock.now())), 'later' as const];
    const first = open.findIndex((queue) => queue === last) + 1;
    let moved = 0;
    for (const queue of [...open.slice(first), ...open.slice(0, first)]) {
      if (moved >= free) break;
      const some = await moveFrom(queue, Math.min(10, free - moved), standing);
      if (some > 0) last = queue;
      moved += some;
    }
    return moved;
  }

  /** All at once: one by one, SQS takes longer to move a message than Notify to take it. */
  async function moveFrom(queue: HeldQueueName, most: number, standing: Stops): Promise<number> {
    const messages = await held.receive(queue, most);
    const seenTo = await Promise.all(messages.map((message) => move(queue, message, standing)));
    return seenTo.filter(Boolean).length;
  }

  /** Answers whether the message was seen to. One that cannot be moved does not keep the others. */
  async function move(queue: HeldQueueName, message: Message, standing: Stops): Promise<boolean> {
    const { until = 0, lane } = message;
    const heldUntil = Math.max(until, lane ? stoppedUntil(standing, lane, clock.now()) : 0);
    try {
      await (heldUntil <= clock.now() ? held.release(queue, message) : held.holdUntil(queue, message, heldUntil));
      return true;
    } catch (error) {
      monitor.count(metrics.names.fault);
      monitor.error('held message not moved; it stays where it is', error, { queue });
      return false;
    }
  }
}

/** Where Notify answers some alone, or what it allows is in question, only a message can tell: one is enough. */
const mostAtOnce = (circuit: Circuit): number => (isProven(circuit) ? mostProbes : 1);

const isProven = ({ cause, provenAt = -Infinity, answeredAt = 0 }: Circuit): boolean =>
  cause === 'down' && provenAt >= answeredAt;
