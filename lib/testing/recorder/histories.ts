import type { RawStatus } from '../storage/notification';

/** A status that a message came to. */
export interface StatusChange {
  /** As Notify stores it. */
  readonly status: RawStatus;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** What is recorded of a message beside what Notify stores. */
export interface MessageHistory {
  readonly changes: StatusChange[];
  /** The sender of a text message, or the address an email comes from; null for a letter. */
  sender: string | null;
  /** Where answers to an email go; null where the service has no such address. */
  replyTo: string | null;
  /** The number of the request that sent it; null for one sent by other means. */
  request: number | null;
}

/** Keeps the history of the newest messages. */
export class Histories {
  private readonly byId = new Map<string, MessageHistory>();

  /** @param onForgotten is told the id of a message whose history goes, to make room */
  constructor(
    private readonly most: number,
    private readonly onForgotten: (id: string) => void,
  ) {}

  begin(id: string, change: StatusChange): MessageHistory {
    const history: MessageHistory = { changes: [change], sender: null, replyTo: null, request: null };
    this.byId.set(id, history);
    if (this.byId.size > this.most) this.forgetOldest();
    return history;
  }

  find(id: string): MessageHistory | undefined {
    return this.byId.get(id);
  }

  clear(): void {
    this.byId.clear();
  }

  private forgetOldest(): void {
    const [oldest] = this.byId.keys();
    if (oldest === undefined) return;
    this.byId.delete(oldest);
    this.onForgotten(oldest);
  }
}
