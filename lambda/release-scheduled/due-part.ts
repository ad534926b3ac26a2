import type { ScheduledKey } from '../../lib/contract/scheduled';
import type { DueMessage, ScheduleStore } from '../shared/schedule/schedule-store';
import type { MinuteToRead } from './minutes-to-read';

/** So many are read at once, of 4 kB at most. */
const pageSize = 200;

/** One part of a minute, as one run reads it: a page at a time, and nothing twice. */
export class DuePart {
  readonly minute: string;
  readonly place: MinuteToRead['place'];
  readonly #shard: number;
  readonly #store: Pick<ScheduleStore, 'read'>;
  #messages: readonly DueMessage[] = [];
  #next: ScheduledKey | undefined;
  #isRead = false;
  #isLeft = false;

  constructor(store: Pick<ScheduleStore, 'read'>, { minute, place }: MinuteToRead, shard: number) {
    this.#store = store;
    this.minute = minute;
    this.place = place;
    this.#shard = shard;
  }

  /** Whether the run can take more messages from it. */
  get hasMore(): boolean {
    return this.#messages.length > 0 || this.#next !== undefined;
  }

  /** Whether it is certain that nothing is left in the table. */
  get isEmpty(): boolean {
    return this.#isRead && !this.hasMore && !this.#isLeft;
  }

  /** Whether the next message is an urgent one. They come first. */
  get isUrgent(): boolean {
    return this.#messages[0]?.place === '!urgent';
  }

  /** Reads the next page, if the one before is used up. */
  async read(): Promise<void> {
    if (this.#messages.length > 0 || (this.#isRead && this.#next === undefined)) return;
    const { minute, place } = this;
    const page = { minute, shard: this.#shard, place, after: this.#next, most: pageSize };
    const { messages, next } = await this.#store.read(page);
    this.#messages = messages;
    this.#next = next;
    this.#isRead = true;
  }

  /** The urgent messages that come next, of those that are read. */
  takeUrgent(): readonly DueMessage[] {
    const end = this.#messages.findIndex(({ place }) => place !== '!urgent');
    return this.take(end < 0 ? this.#messages.length : end);
  }

  /** The next messages, of those that are read. */
  take(most: number): readonly DueMessage[] {
    const taken = this.#messages.slice(0, most);
    this.#messages = this.#messages.slice(taken.length);
    return taken;
  }

  /** Something that was taken stays in the table, or may do so. The next run finds it. */
  leave(): void {
    this.#isLeft = true;
  }
}
