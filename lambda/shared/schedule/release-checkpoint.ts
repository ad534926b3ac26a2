import type { Place } from '../../../lib/contract/scheduled';

/** Up to which minute the scheduled messages of each place are released: `2026-03-02T09:00`, the first that is to be read. */
export type ReleaseCheckpoint = Readonly<Record<Place, string>>;

/** Where it is kept, so that a run goes on where the one before ended. */
export interface ReleaseCheckpointStore {
  /** What nobody has written yet, or can be read no more, is absent. */
  read(): Promise<Partial<ReleaseCheckpoint>>;
  write(checkpoint: ReleaseCheckpoint): Promise<void>;
}
