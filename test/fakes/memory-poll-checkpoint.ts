import type { Channel } from '../../lib/contract/message';
import { noProgress, type Progress, type ProgressStore } from '../../lambda/shared/checkpoints/poll-checkpoint';

/** The progress of the poll in this process. */
export class MemoryProgressStore implements ProgressStore {
  readonly #progress = new Map<Channel, Progress>();

  async read(channel: Channel): Promise<Progress> {
    return this.#progress.get(channel) ?? noProgress;
  }

  async write(channel: Channel, progress: Progress): Promise<Progress | undefined> {
    const { version } = this.#progress.get(channel) ?? noProgress;
    if (version !== progress.version) return undefined;
    const next = { ...progress, version: version + 1 };
    this.#progress.set(channel, next);
    return next;
  }
}
