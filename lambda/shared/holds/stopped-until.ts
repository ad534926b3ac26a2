import type { Lane } from '../../../lib/contract/lane';
import { isInDoubt, mayProbe, type Circuit } from './circuit';
import { activeHold, isBudgetHold } from './hold';
import type { Stops } from './hold-store';

/** By then the lane has been asked for again, in milliseconds. */
const askedAgainWithin = 30_000;

const circuitOf = ({ circuits }: Stops, lane: Lane): Circuit | undefined => circuits.find((one) => one.lane === lane);

/** Whether messages of a lane wait: for the end of a hold, or for the lane to be seen to work. */
export function isStopped(stops: Stops, lane: Lane, now: number): boolean {
  const circuit = circuitOf(stops, lane);
  return activeHold(stops.holds, lane, now) !== undefined || (circuit !== undefined && isBroken(circuit));
}

/** When an urgent message of a lane may go. It may be the one that finds out whether the lane works. */
export function stoppedUntil(stops: Stops, lane: Lane, now: number): number {
  const hold = activeHold(stops.holds, lane, now, true);
  if (hold) {
    // A person may end it at any time, and nobody sees a message that is out of sight.
    const endsAtAnyTime = hold.by !== undefined || isBudgetHold(hold);
    return endsAtAnyTime ? Math.min(hold.until, now + askedAgainWithin) : hold.until;
  }
  const circuit = circuitOf(stops, lane);
  if (!circuit || !isBroken(circuit) || mayProbe(circuit, now)) return now;
  return Math.max(circuit.until, now + askedAgainWithin);
}

/** It is open, or a message failed and Notify has not answered for the lane since. */
const isBroken = (circuit: Circuit): boolean =>
  circuit.open || (isInDoubt(circuit) && (circuit.answeredAt ?? -Infinity) < (circuit.doubtedAt ?? -Infinity));
