/** Ids in the order of their keys, as a sparse index of DynamoDB has them. */
export class SortedIndex {
  #entries: { readonly key: string; readonly id: string; there: boolean }[] = [];
  readonly #byId = new Map<string, { there: boolean }>();

  get size(): number {
    return this.#byId.size;
  }

  /** The last of the keys. */
  get last(): string | undefined {
    return this.#entries.findLast(({ there }) => there)?.key;
  }

  add(id: string, key: string): void {
    const entry = { key, id, there: true };
    this.#byId.set(id, entry);
    // New keys are nearly always the latest.
    if ((this.#entries.at(-1)?.key ?? '') <= key) this.#entries.push(entry);
    else this.#entries.splice(this.#placeOf(key), 0, entry);
  }

  remove(id: string): void {
    const entry = this.#byId.get(id);
    if (!entry) return;
    entry.there = false;
    this.#byId.delete(id);
    if (this.#entries.length > 2 * this.#byId.size + 100) this.#entries = this.#entries.filter(({ there }) => there);
  }

  /** The ids whose keys lie between two, both included. */
  between(from: string, to: string): readonly string[] {
    const found: string[] = [];
    for (let place = this.#placeOf(from); place < this.#entries.length; place += 1) {
      const entry = this.#entries[place];
      if (!entry || entry.key > to) break;
      if (entry.there) found.push(entry.id);
    }
    return found;
  }

  /** The first place whose key is not before this one. */
  #placeOf(key: string): number {
    let low = 0;
    let high = this.#entries.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#entries[middle]?.key ?? '') < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
