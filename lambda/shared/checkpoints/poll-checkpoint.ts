import type { Channel } from '../../../lib/contract/message';

/** One look at all awaited deliveries of some age, and how far it has come. It goes from the newest to the oldest. */
export interface PollRound {
  /** Milliseconds since the epoch. */
  readonly began: number;
  /** What was sent up to then, ISO 8601, is still to be looked at. Absent when the round has come to its end. */
  readonly reached?: string;
  /** Notify's id of the message whose page comes next. Absent when no page was read yet. */
  readonly older_than?: string;
}

/** How far the poll has come with a channel. */
export interface PollCheckpoint {
  /** Counts the writes, so that of two polls that go on from the same place only one can. */
  readonly version: number;
  /** Until when a poll is at work. Milliseconds since the epoch. */
  readonly busy_until: number;
  /** The latest round of each tier of ages, the youngest first. */
  readonly rounds: readonly PollRound[];
}

/** Where the progress of the poll is kept, so that a run goes on where the one before had to stop. */
export interface PollCheckpointStore {
  read(channel: Channel): Promise<PollCheckpoint>;
  /**
   * Writes what follows on the progress of that version, and answers it with its own. `undefined`: another poll has
   * written since, and nothing was changed.
   */
  write(channel: Channel, progress: PollCheckpoint): Promise<PollCheckpoint | undefined>;
}

/** The progress of a poll that never ran. */
export const noRoundsYet: PollCheckpoint = { version: 0, busy_until: 0, rounds: [] };
