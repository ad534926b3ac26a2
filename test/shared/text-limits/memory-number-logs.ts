import type { NumberLogStore, StoredLog } from '../../../lambda/shared/text-limits/number-log-store';

/** The logs in this process, by the same rule as in DynamoDB. It counts what is asked of it. */
export class MemoryNumberLogs implements NumberLogStore {
  reads = 0;
  writes = 0;
  /** Writes that were refused, which cost as much. */
  refused = 0;
  readonly #logs = new Map<string, StoredLog>();

  async read(key: string): Promise<StoredLog> {
    this.reads += 1;
    return this.#logs.get(key) ?? { entries: [], version: 0 };
  }

  async write(key: string, entries: StoredLog['entries'], { version }: StoredLog): Promise<boolean> {
    if ((this.#logs.get(key)?.version ?? 0) !== version) {
      this.refused += 1;
      return false;
    }
    this.writes += 1;
    this.#logs.set(key, { entries, version: version + 1 });
    return true;
  }
}
