import { second, minute } from '../../lib/contract/time';
import type { Clock } from '../../lib/contract/clock';
import type { Delivery } from '../../lib/contract/delivery';
import { channelOfLane, type Lane } from '../../lib/contract/lane';
import { metrics } from '../../lib/contract/metrics';
import type { QueueMessage } from '../../lib/contract/message';
import { blameFor, type Blame } from '../shared/holds/blame';
import type { Breaker } from '../shared/holds/breaker';
import type { CachedHolds } from '../shared/holds/cached-holds';
import {
  closed,
  doubted,
  isSettled,
  opened,
  probeFailed,
  probeReturned,
  settled,
  witnessed,
  type Trouble,
} from '../shared/holds/circuit';
import { laneOf } from '../shared/holds/hold';
import type { Monitor } from '../shared/ports';
import type { RateLimiter } from '../shared/rate-limit/rate-limiter';
import type { SubmitResult } from './submit';

/** What is known of the lane of a message when Notify has answered. */
export interface LaneFindings {
  /** The message was the one that finds out whether the lane works again, and it does not. */
  readonly wasProbed?: boolean;
  /** A refusal for a condition of the service or the key is how it is meant to be. */
  readonly isMeant?: boolean;
  /** Notify takes other messages of the lane. */
  readonly takesOthers?: boolean;
}

export interface LaneFindingsDependencies {
  readonly holds: CachedHolds;
  readonly breaker: Breaker;
  readonly rateLimiter: Pick<RateLimiter, 'slowDown'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly monitor: Monitor;
  /** Whether the API key is meant to be a team key, with which others than the team are refused. */
  readonly teamKey?: boolean;
}

/** How often a message may be refused for a condition that may pass: ten minutes. */
const mostRefusals = 8;
/** A worker that waits this long for Notify delays the others of its batch. */
const hangsFrom = 5 * second;
const takenLately = 15 * minute;

const { names } = metrics;

/** Shares with all senders what an answer to one message says of its lane. */
export function createLaneFindings({ holds, breaker, rateLimiter, clock, monitor, teamKey }: LaneFindingsDependencies) {
  return { blame, share, returnProbe };

  /** Whose fault it was that Notify failed on a message. `undefined`: it did not. */
  async function blame(lane: Lane, { failed_at }: Delivery): Promise<Blame | undefined> {
    if (failed_at === undefined) return undefined;
    const blamed = blameFor(failed_at, breaker.seen(lane, clock.now()), await holds.circuit(lane));
    // The worker that saw it fail may have died before it could say so, and then nobody would ask.
    if (blamed === 'unknown') await holds.change(lane, (circuit) => doubted(circuit, failed_at));
    return blamed;
  }

  /** @param isProbe whether the message is the one that finds out whether its lane works again */
  async function share(
    answer: SubmitResult,
    message: QueueMessage,
    delivery: Delivery,
    isProbe: boolean,
  ): Promise<LaneFindings> {
    const lane = laneOf(message);
    switch (answer.kind) {
      case 'accepted':
        if (answer.posted) await accepted(lane, answer.began, delivery.attempts + 1);
        else if (isProbe) await returnProbe(lane);
        return {};
      case 'unknown':
        return failed(lane, answer, delivery, isProbe);
      case 'not allowed':
        return refused(lane, answer, delivery, isProbe);
      case 'rate limited':
        monitor.count(names.tooFast, 1, channelOfLane(lane));
        await rateLimiter.slowDown();
        if (isProbe) await returnProbe(lane, 10 * second);
        return {};
      case 'daily limit':
        if (isProbe) await holds.change(lane, (circuit, now) => closed(circuit, now));
        return {};
      default:
        if (isProbe) await returnProbe(lane);
        return {};
    }
  }

  /** The message could not find out after all, so another one may. */
  async function returnProbe(lane: Lane, after = 0): Promise<void> {
    await holds.change(lane, (circuit, now) => probeReturned(circuit, now + after));
    holds.tried(lane);
  }

  async function accepted(lane: Lane, began: number, attempts: number): Promise<void> {
    breaker.taken(lane, began, attempts);
    const circuit = await holds.circuit(lane);
    if (circuit?.open) await holds.change(lane, (one, now) => closed(one, now, began));
    else if (circuit && attempts === 1) await holds.change(lane, (one) => witnessed(one, began));
  }

  async function failed(
    lane: Lane,
    answer: SubmitResult & { kind: 'unknown' },
    { id, failures = 0 }: Delivery,
    isProbe: boolean,
  ): Promise<LaneFindings> {
    const now = clock.now();
    const hangs = now - answer.began >= hangsFrom;
    const trouble = { cause: 'down', reason: `Notify is down: ${answer.reason}`, hangs } as const;
    const circuit = await holds.circuit(lane);
    const takenAt = Math.max(breaker.seen(lane, now).takenAt, circuit?.takenAt ?? -Infinity);
    breaker.acceptedElsewhere(lane, circuit?.takenAt);
    // One that has failed by its own fault before says nothing of the lane.
    const isDoubt = answer.posted && failures === 0 && takenAt <= answer.began;
    if (isProbe) await probedInVain(lane, trouble);
    else if (isDoubt && breaker.doubt(lane, id, answer.began, now)) await open(lane, trouble);
    else await holds.change(lane, (one) => doubted(one, answer.began));
    return { takesOthers: takenAt > now - takenLately };
  }

  async function refused(
    lane: Lane,
    { reason, ofRecipients, began }: SubmitResult & { kind: 'not allowed' },
    { id, refusals = 0 }: Delivery,
    isProbe: boolean,
  ): Promise<LaneFindings> {
    const now = clock.now();
    const asMeant = teamKey === true && ofRecipients;
    if (!asMeant) monitor.count(names.notAllowed, 1, channelOfLane(lane));
    const circuit = await holds.circuit(lane);
    if (asMeant || isSettled(circuit, reason, now)) {
      if (isProbe) await returnProbe(lane);
      return { isMeant: true };
    }
    if (isProbe) {
      const after = await probedInVain(lane, { cause: 'not allowed', reason });
      return { wasProbed: true, isMeant: isSettled(after, reason, now) };
    }
    if (refusals + 1 >= mostRefusals) {
      await holds.change(lane, (one) => settled(one, reason, now));
      return { isMeant: true };
    }
    breaker.acceptedElsewhere(lane, circuit?.takenAt);
    if (breaker.doubt(lane, id, began, now)) await open(lane, { cause: 'not allowed', reason });
    return {};
  }

  async function open(lane: Lane, trouble: Trouble): Promise<void> {
    if (await holds.change(lane, (circuit, now) => opened(circuit, trouble, now))) {
      monitor.count(names.stopped, 1, channelOfLane(lane));
    }
  }

  async function probedInVain(lane: Lane, trouble: Trouble) {
    monitor.count(names.stopped, 1, channelOfLane(lane));
    const after = await holds.change(lane, (circuit, now) => probeFailed(circuit, trouble, now));
    holds.tried(lane);
    return after;
  }
}
