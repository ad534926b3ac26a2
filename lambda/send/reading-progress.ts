import type { AwaitedBatch } from './awaited-batch';

/** How far a worker has come with a message, reported as it goes on. */
export interface ReadingProgress {
  /** What it says, as soon as it is in hand. */
  readonly onBody: (body: string) => void;
  /** Its record says from now on what happens to it. */
  readonly onRecorded: () => Promise<void>;
  /** Where its delivery is listed with others once it is sent. Absent: its own record says that it is awaited. */
  readonly awaitedBatch?: AwaitedBatch | undefined;
}
