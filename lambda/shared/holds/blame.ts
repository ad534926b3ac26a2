import type { Circuit } from './circuit';

/** What a sender has seen for itself of a lane. */
export interface LaneExperience {
  /** When a message was given to Notify, for the first time, that was taken. Milliseconds since the epoch. */
  readonly takenAt: number;
  /**
   * Whether messages that are taken are mostly taken at the first attempt: where others need several, a failure says
   * nothing of its message. `undefined`: too few were taken to know.
   */
  readonly isWell: boolean | undefined;
}

/** Whose fault a failure was. */
export type Blame =
  /** Notify took others, and answers well: the message brought it on itself. */
  | 'message'
  /** Notify takes some and fails on others, whatever they are. */
  | 'nobody'
  /** The lane was not seen to work since. */
  | 'unknown';

/**
 * Whose fault it was that Notify failed on a message then. A failure counts against the message only if the lane is known
 * to have worked after it: Notify took another message that was given to it later, or answered each of the empty ones.
 */
export function blameFor(failedAt: number, seen: LaneExperience, circuit: Circuit | undefined): Blame {
  const { takenAt = -Infinity, answeredAt = -Infinity, provenAt = -Infinity, disprovenAt = -Infinity } = circuit ?? {};
  const wasTaken = Math.max(seen.takenAt, takenAt) > failedAt;
  const isProven = provenAt > failedAt && disprovenAt <= failedAt;
  const hasAnswered = answeredAt > failedAt;
  if (seen.isWell === true && (wasTaken || isProven)) return 'message';
  if (seen.isWell === undefined && isProven) return 'message';
  if (hasAnswered || (seen.isWell === false && wasTaken)) return 'nobody';
  return 'unknown';
}
