import { createHash } from 'node:crypto';

/** So many bits of a hash are a number that JavaScript can hold: two of a million keys are taken for one in 10,000 files. */
const bits = 52n;

/** The keys that were there before, at some bytes each: a spreadsheet may have a million rows. */
export class SeenKeys {
  readonly #hashes = new Set<number>();

  /** Takes down a key. Answers whether it was there before. */
  add(key: string): boolean {
    const hash = createHash('sha256').update(key).digest().readBigUInt64BE() & ((1n << bits) - 1n);
    const size = this.#hashes.size;
    return this.#hashes.add(Number(hash)).size === size;
  }
}
