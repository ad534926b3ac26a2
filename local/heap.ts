/** Keeps items so that the one with the smallest rank comes out first; equal ranks in the order they went in. */
export class Heap<Item> {
  readonly #entries: { rank: number; order: number; item: Item }[] = [];
  #count = 0;

  get size(): number {
    return this.#entries.length;
  }

  /** The smallest rank, or `undefined` when there is nothing. */
  get least(): number | undefined {
    return this.#entries[0]?.rank;
  }

  /** What would come out next. */
  get first(): Item | undefined {
    return this.#entries[0]?.item;
  }

  push(rank: number, item: Item): void {
    const entry = { rank, order: this.#count++, item };
    const entries = this.#entries;
    let place = entries.push(entry) - 1;
    while (place > 0) {
      const above = (place - 1) >> 1;
      const parent = entries[above];
      if (!parent || !before(entry, parent)) break;
      entries[place] = parent;
      place = above;
    }
    entries[place] = entry;
  }

  pop(): Item | undefined {
    const entries = this.#entries;
    const first = entries[0];
    const last = entries.pop();
    if (!first || !last || entries.length === 0) return first?.item;
    let place = 0;
    for (;;) {
      const left = entries[2 * place + 1];
      const right = entries[2 * place + 2];
      const child = left && right && before(right, left) ? right : left;
      if (!child || !before(child, last)) break;
      entries[place] = child;
      place = child === left ? 2 * place + 1 : 2 * place + 2;
    }
    entries[place] = last;
    return first.item;
  }
}

interface Ranked {
  readonly rank: number;
  readonly order: number;
}

const before = (a: Ranked, b: Ranked): boolean => a.rank < b.rank || (a.rank === b.rank && a.order < b.order);
