import { keyOfScheduled, slotOf, type ScheduledKey } from '../../lib/contract/scheduled';
import type { ScheduleStore } from '../../lambda/shared/schedule/schedule-store';

const nameOf = ({ due_in, place }: ScheduledKey): string => `${due_in} ${place}`;

/** A table of scheduled messages of which it is known, without asking it, when the next one is due. */
export class WatchedSchedule implements ScheduleStore {
  readonly #store: ScheduleStore;
  readonly #due = new Map<string, number>();

  constructor(store: ScheduleStore) {
    this.#store = store;
  }

  /** In milliseconds since the epoch. */
  get nextDueAt(): number | undefined {
    return this.#due.size > 0 ? Math.min(...this.#due.values()) : undefined;
  }

  readonly put: ScheduleStore['put'] = async (message) => {
    await this.#store.put(message);
    const { deliveryId, place, due } = message;
    this.#due.set(nameOf(keyOfScheduled(deliveryId, slotOf(deliveryId, place, due))), due);
  };

  readonly read: ScheduleStore['read'] = (query) => this.#store.read(query);

  readonly delete: ScheduleStore['delete'] = async (keys) => {
    await this.#store.delete(keys);
    for (const key of keys) this.#due.delete(nameOf(key));
  };
}
