import type { RawStatus } from '../storage/notification';
import { RingBuffer } from './ring-buffer';

/** A status that a message came to. */
export interface StatusChange {
  /** As Notify stores it. */
  readonly status: RawStatus;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** What is recorded of a message beside what Notify stores. */
export class MessageHistory {
  /** The sender of a text message, or the address an email comes from; null for a letter. */
  sender: string | null = null;
  /** Where answers to an email go; null where the service has no such address. */
  replyTo: string | null = null;
  /** The number of the request that sent it; null for one sent by other means. */
  request: number | null = null;
  private later: readonly StatusChange[] | undefined;

  constructor(
    private readonly first: RawStatus,
    /** Milliseconds since the epoch. */
    private readonly createdAt: number,
  ) {}

  add(change: StatusChange): void {
    // An array that grows takes room for more than ever comes.
    this.later = this.later === undefined ? [change] : [...this.later, change];
  }

  /** Every status it came to, oldest first. */
  get changes(): readonly StatusChange[] {
    return [{ status: this.first, at: this.createdAt }, ...(this.later ?? [])];
  }
}

/** Keeps the history of the newest messages. */
export class Histories {
  private readonly byId = new Map<string, MessageHistory>();
  private readonly ids: RingBuffer<string>;

  /** @param onForgotten gets the id of a message whose history goes, to make room */
  constructor(
    most: number,
    private readonly onForgotten: (id: string) => void,
  ) {
    this.ids = new RingBuffer(most);
  }

  begin(id: string, first: RawStatus, createdAt: number): MessageHistory {
    const history = new MessageHistory(first, createdAt);
    const oldest = this.ids.add(id);
    if (oldest !== undefined) {
      this.byId.delete(oldest);
      this.onForgotten(oldest);
    }
    this.byId.set(id, history);
    return history;
  }

  find(id: string): MessageHistory | undefined {
    return this.byId.get(id);
  }

  clear(): void {
    this.byId.clear();
    this.ids.clear();
  }
}
