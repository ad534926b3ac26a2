import type { LogEntry } from './number-log';

/** What is on record of a number. */
export interface StoredLog {
  readonly entries: readonly LogEntry[];
  /** Counts the writes. 0: there is no record. */
  readonly version: number;
}

/** Where it is kept when text messages went to a number, by a keyed hash of the number. */
export interface NumberLogStore {
  read(key: string): Promise<StoredLog>;
  /** Writes a log in the place of one that nobody has written since it was read. Answers whether it did. */
  write(key: string, entries: readonly LogEntry[], seen: StoredLog, now: number): Promise<boolean>;
}
