import type { ReleaseCheckpoint, ReleaseCheckpointStore } from '../../lambda/shared/schedule/release-checkpoint';

/** How far scheduled messages are released, in this process. */
export class MemoryReleaseCheckpoint implements ReleaseCheckpointStore {
  #known: Partial<ReleaseCheckpoint>;

  constructor(known: Partial<ReleaseCheckpoint> = {}) {
    this.#known = known;
  }

  async read(): Promise<Partial<ReleaseCheckpoint>> {
    return this.#known;
  }

  async write(checkpoint: ReleaseCheckpoint): Promise<void> {
    this.#known = checkpoint;
  }
}
