import type { Channel } from '../../lib/contract/message';
import {
  noRoundsYet,
  type PollCheckpoint,
  type PollCheckpointStore,
} from '../../lambda/shared/checkpoints/poll-checkpoint';

/** The progress of the poll in this process. */
export class MemoryPollCheckpoint implements PollCheckpointStore {
  readonly #progress = new Map<Channel, PollCheckpoint>();

  async read(channel: Channel): Promise<PollCheckpoint> {
    return this.#progress.get(channel) ?? noRoundsYet;
  }

  async write(channel: Channel, progress: PollCheckpoint): Promise<PollCheckpoint | undefined> {
    const { version } = this.#progress.get(channel) ?? noRoundsYet;
    if (version !== progress.version) return undefined;
    const next = { ...progress, version: version + 1 };
    this.#progress.set(channel, next);
    return next;
  }
}
