import type { ReadAttempts } from '../../lambda/shared/ports';

/** The marks in memory. */
export class MemoryReadingMarks implements ReadAttempts {
  readonly #begun = new Map<string, number>();

  async begin(messageId: string): Promise<number> {
    const before = this.#begun.get(messageId) ?? 0;
    this.#begun.set(messageId, before + 1);
    return before;
  }

  async end(messageId: string): Promise<void> {
    this.#begun.set(messageId, 0);
  }
}
