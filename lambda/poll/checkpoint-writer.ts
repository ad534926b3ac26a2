import type { Clock } from '../../lib/contract/clock';
import type { Channel } from '../../lib/contract/message';
import type { PollCheckpoint, PollCheckpointStore, PollRound } from '../shared/checkpoints/poll-checkpoint';

export interface CheckpointWriterTerms {
  readonly channel: Channel;
  readonly store: PollCheckpointStore;
  readonly clock: Pick<Clock, 'now'>;
}

/** How far a run may come before it writes down where it stands, in milliseconds: it can be killed at any moment. */
const writtenEvery = 10_000;

/** Where a run stands with a channel. While it is open, no other run begins with that channel. */
export class CheckpointWriter {
  readonly #terms: CheckpointWriterTerms;
  #progress: PollCheckpoint;
  #writtenAt: number;
  #isOurs = true;

  private constructor(terms: CheckpointWriterTerms, progress: PollCheckpoint) {
    this.#terms = terms;
    this.#progress = progress;
    this.#writtenAt = terms.clock.now();
  }

  /** `undefined`: another run was quicker. */
  static async open(
    terms: CheckpointWriterTerms,
    seen: PollCheckpoint,
    until: number,
  ): Promise<CheckpointWriter | undefined> {
    const progress = await terms.store.write(terms.channel, { ...seen, busy_until: until });
    return progress && new CheckpointWriter(terms, progress);
  }

  /** Notes how far a tier's round has come. Answers whether the checkpoint is still this run's: it may have taken too long. */
  async record(tier: number, round: PollRound): Promise<boolean> {
    const before = Array.from({ length: tier }, (_, place) => this.#progress.rounds[place] ?? { began: 0 });
    const rounds = [...before, round, ...this.#progress.rounds.slice(tier + 1)];
    this.#progress = { ...this.#progress, rounds };
    if (this.#terms.clock.now() - this.#writtenAt >= writtenEvery) await this.#write();
    return this.#isOurs;
  }

  /** Writes down where it stands, and lets others begin. */
  async close(): Promise<void> {
    this.#progress = { ...this.#progress, busy_until: 0 };
    await this.#write();
  }

  async #write(): Promise<void> {
    const { store, channel, clock } = this.#terms;
    const written = await store.write(channel, this.#progress);
    this.#writtenAt = clock.now();
    if (written) this.#progress = written;
    else this.#isOurs = false;
  }
}
