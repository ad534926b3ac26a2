import type { Clock } from '../../lib/contract/clock';
import { lanes, type HeldQueueName } from '../../lib/contract/lane';
import { metrics } from '../../lib/contract/metrics';
import { iso } from '../../lib/contract/time';
import { holdsCacheMilliseconds } from '../shared/holds/cached-holds';
import { closed, isToBeAsked, mayProbe, type Circuit } from '../shared/holds/circuit';
import { activeHold, channelOfScope, isBudgetHold, isDailyLimit, isStanding, type Hold } from '../shared/holds/hold';
import type { HeldMessage, HeldMessageQueues, Moved } from '../shared/holds/held-message-queues';
import type { HoldStore, Stops } from '../shared/holds/hold-store';
import { isStopped, stoppedUntil } from '../shared/holds/stopped-until';
import type { Monitor } from '../shared/ports';
import { Backlog } from './backlog';
import { mostReceived, Turns, type Taking } from './turns';

export interface ReleaseDependencies<Message extends HeldMessage> {
  readonly held: HeldMessageQueues<Message>;
  readonly holds: HoldStore;
  /** Looks at a hold whose time has come, and ends it if it can end. */
  readonly review: (hold: Hold) => Promise<void>;
  /** Asks Notify whether it takes messages of a lane. Answers what is known of the lane then. */
  readonly askLane: (circuit: Circuit) => Promise<Circuit>;
  readonly clock: Clock;
  readonly monitor: Monitor;
  /** How many messages are sent in a second: no more are brought back than are sent until the next run. */
  readonly rate: number;
  /** How long one run may take, in milliseconds. */
  readonly within: number;
}

/** How many messages of a lane may go at once to find out whether it works again, if Notify answers well for it. */
const mostProbes = 10;

/**
 * Lets messages back that no hold stops any more, from all lanes at once: of those that are not urgent as many as are sent
 * until the next run.
 */
export function createReleaser<Message extends HeldMessage>(dependencies: ReleaseDependencies<Message>) {
  const { held, holds, review, askLane, clock, monitor, rate, within } = dependencies;
  const backlog = new Backlog(rate);
  const turns = new Turns();

  return async (): Promise<void> => {
    const end = clock.now() + within;
    const now = clock.now();
    const before = await holds.read();
    countHolds(before, now);
    const over = before.holds.filter(({ until }) => until <= now);
    for (const hold of over) await review(hold);
    const probed = await probeLanes(before);
    const closedJustNow = before.circuits.some(({ open, until }) => !open && until > now - holdsCacheMilliseconds);
    // What comes back before the senders know that a hold has ended would be held again.
    if (over.length > 0 || probed || closedJustNow) await clock.sleep(holdsCacheMilliseconds);
    let released = 0;
    while (clock.now() < end) {
      const [standing, counted] = await Promise.all([holds.read(), held.backlog()]);
      const open = openQueues(standing);
      const takings = turns.next(open, backlog.room(counted, clock.now()), clock.now());
      released += sum(await Promise.all(takings.map((taking) => take(taking, standing))));
      // There is room for no more, or no more to be seen.
      if (takings.length === 0 || !open.some((queue) => turns.isAwake(queue, clock.now()))) break;
    }
    if (released > 0) monitor.info('held messages released', { messages: released });
  };

  /** Says what stands, because nothing else does while nobody publishes anything. */
  function countHolds({ holds: standing }: Stops, now: number): void {
    const open = standing.filter((hold) => isStanding(hold, now));
    monitor.measure(metrics.names.standingHolds, open.length);
    for (const hold of open.filter(isDailyLimit))
      monitor.count(metrics.names.dailyLimit, 1, channelOfScope(hold.scope));
    for (const hold of open.filter(isBudgetHold))
      monitor.count(metrics.names.textBudgetSpent, 1, channelOfScope(hold.scope));
    // Why somebody holds something is theirs to say, and stands in the table alone.
    for (const { scope, until } of open.filter(({ by }) => by !== undefined)) {
      monitor.count(metrics.names.operatorHold);
      monitor.info('held by a person', { scope, until: iso(until) });
    }
  }

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
    const messages = await held.receive(circuit.lane, mostAtOnce(circuit));
    await move(circuit.lane, messages, standing);
    const ended = messages.length === 0 && isProven(circuit) ? closed(circuit, clock.now()) : undefined;
    if (ended) await holds.writeCircuit(ended);
    return messages.length > 0 || ended !== undefined;
  }

  /** What is urgent says itself which lane it waits for. */
  function openQueues(standing: Stops): readonly HeldQueueName[] {
    const open = lanes.filter((lane) => !isStopped(standing, lane, clock.now()));
    const urgent = standing.holds.some(({ scope }) => scope === 'everything') ? [] : ['urgent' as const];
    return [...urgent, ...open];
  }

  /** Asks a queue for so many messages, ten by ten at once. Answers how many it released. */
  async function take({ queue, count }: Taking, standing: Stops): Promise<number> {
    const parts = Array.from({ length: Math.ceil(count / mostReceived) }, async (_, part) => {
      const most = Math.min(mostReceived, count - part * mostReceived);
      // A queue that cannot be read does not keep what is on the others.
      const messages = await held.receive(queue, most).catch((error: unknown) => {
        report('held messages cannot be read; we try again at the next run', queue, [error]);
        return [];
      });
      return move(queue, messages, standing);
    });
    const moved = await Promise.all(parts);
    turns.gave(queue, sum(moved.map(({ released, kept }) => released + kept)), count, clock.now());
    return sum(moved.map(({ released }) => released));
  }

  /** What cannot be moved does not keep the others. */
  async function move(queue: HeldQueueName, messages: readonly Message[], standing: Stops) {
    const seen = messages.map((message) => ({ message, until: heldUntil(message, standing) }));
    const now = clock.now();
    const free = seen.filter(({ until }) => until <= now).map(({ message }) => message);
    const waiting = seen.filter(({ until }) => until > now);
    const [released, kept] = await Promise.all([
      free.length > 0 ? held.release(queue, free) : nothing,
      waiting.length > 0 ? held.keep(queue, waiting) : nothing,
    ]);
    report('held messages not moved; we try again at the next run', queue, [...released.faults, ...kept.faults]);
    if (queue !== 'urgent') backlog.add(released.count);
    return { released: released.count, kept: kept.count };
  }

  function heldUntil({ until = 0, lane }: Message, standing: Stops): number {
    return Math.max(until, lane ? stoppedUntil(standing, lane, clock.now()) : 0);
  }

  function report(what: string, queue: HeldQueueName, faults: readonly unknown[]): void {
    for (const error of faults) {
      monitor.count(metrics.names.fault);
      monitor.error(what, error, { queue });
    }
  }
}

const nothing: Moved = { count: 0, faults: [] };

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

/** Where Notify answers some alone, or what it allows is in question, only a message can show it: one is enough. */
const mostAtOnce = (circuit: Circuit): number => (isProven(circuit) ? mostProbes : 1);

const isProven = ({ cause, provenAt = -Infinity, answeredAt = 0 }: Circuit): boolean =>
  cause === 'down' && provenAt >= answeredAt;
