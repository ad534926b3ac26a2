/** Keeps the last so many things: each new one takes the place of the oldest. */
export class RingBuffer<Item> {
  private readonly places: Item[] = [];
  private next = 0;

  constructor(private readonly most: number) {}

  /** Gives what had to go. */
  add(item: Item): Item | undefined {
    const oldest = this.places[this.next];
    this.places[this.next] = item;
    this.next = (this.next + 1) % this.most;
    return oldest;
  }

  /** Oldest first. */
  get items(): readonly Item[] {
    return [...this.places.slice(this.next), ...this.places.slice(0, this.next)];
  }

  clear(): void {
    this.places.length = 0;
    this.next = 0;
  }
}
