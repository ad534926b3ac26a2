import type { Limits } from './limits/limits';
import type { Lifecycle } from './lifecycle/lifecycle';
import type { CallbackQueue } from './callbacks/callbacks';
import type { NotificationStore } from './storage/notification-store';
import type { ReceivedTextStore } from './storage/received-texts';
import type { Recorder } from './recorder/recorder';
import type { Upload } from './sending/files';
import type { CompleteWorld } from './world/complete-world';

/** What the endpoints work on. */
export interface Notify {
  readonly world: CompleteWorld;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** The same on the clock that `tick` does not move: clients sign their tokens by it. */
  readonly clientsNow: () => number;
  readonly notifications: NotificationStore;
  readonly receivedTexts: ReceivedTextStore;
  readonly limits: Limits;
  readonly lifecycle: Lifecycle;
  readonly callbacks: CallbackQueue;
  readonly uploads: Upload[];
  readonly recorder: Recorder;
}
