import { Heap } from '../heap';

interface Grouped {
  readonly groupId: string | undefined;
}

interface Place<Item> {
  readonly item: Item;
  readonly at: number;
  kind: 'delayed' | 'in flight' | 'visible' | 'gone';
}

/** A group is noisy when it has more than a tenth of what is in flight, and at least 30 of it. */
const noisyShare = 0.1;
const noisyCount = 30;

/**
 * Which message comes next: of the quiet groups before those of noisy ones, and then the one that waited longest.
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-fair-queues.html
 */
export class FairOrder<Item extends Grouped> {
  readonly #places = new Map<Item, Place<Item>>();
  readonly #hidden = new Heap<Place<Item>>();
  /** By group. A message without one is a group of its own, so it is never noisy: those share one line. */
  readonly #lines = new Map<string | undefined, Heap<Place<Item>>>();
  readonly #inFlightOf = new Map<string | undefined, number>();
  #inFlight = 0;
  #visible = 0;

  /** The item can be taken from then on. `inFlight`: until then somebody is working on it. */
  showAt(item: Item, at: number, { inFlight }: { readonly inFlight: boolean }): void {
    this.remove(item);
    const place: Place<Item> = { item, at, kind: inFlight ? 'in flight' : 'delayed' };
    this.#places.set(item, place);
    this.#hidden.push(at, place);
    if (inFlight) this.#fly(item, 1);
  }

  remove(item: Item): void {
    const place = this.#places.get(item);
    if (!place) return;
    if (place.kind === 'in flight') this.#fly(item, -1);
    if (place.kind === 'visible') this.#visible -= 1;
    place.kind = 'gone';
    this.#places.delete(item);
  }

  counts(now: number): { readonly visible: number; readonly inFlight: number } {
    this.#reveal(now);
    return { visible: this.#visible, inFlight: this.#inFlight };
  }

  nextAt(now: number): number | undefined {
    this.#reveal(now);
    if (this.#visible > 0) return now;
    while (this.#hidden.first?.kind === 'gone') this.#hidden.pop();
    return this.#hidden.first?.at;
  }

  /** Takes the next item that can be seen. */
  take(now: number): Item | undefined {
    this.#reveal(now);
    let next: { line: Heap<Place<Item>>; noisy: boolean; rank: number } | undefined;
    for (const [group, line] of this.#lines) {
      while (line.first?.kind === 'gone') line.pop();
      const rank = line.least;
      if (rank === undefined) continue;
      const noisy = this.#isNoisy(group);
      if (!next || (next.noisy && !noisy) || (next.noisy === noisy && rank < next.rank)) next = { line, noisy, rank };
    }
    const item = next?.line.pop()?.item;
    if (item) this.remove(item);
    return item;
  }

  #reveal(now: number): void {
    while ((this.#hidden.least ?? Infinity) <= now) {
      const place = this.#hidden.pop();
      if (!place || place.kind === 'gone') continue;
      if (place.kind === 'in flight') this.#fly(place.item, -1);
      place.kind = 'visible';
      this.#visible += 1;
      const { groupId } = place.item;
      const line = this.#lines.get(groupId) ?? new Heap<Place<Item>>();
      this.#lines.set(groupId, line);
      line.push(place.at, place);
    }
  }

  #isNoisy(group: string | undefined): boolean {
    const count = this.#inFlightOf.get(group) ?? 0;
    return group !== undefined && count >= noisyCount && count > this.#inFlight * noisyShare;
  }

  #fly({ groupId }: Item, by: number): void {
    this.#inFlight += by;
    this.#inFlightOf.set(groupId, (this.#inFlightOf.get(groupId) ?? 0) + by);
  }
}
