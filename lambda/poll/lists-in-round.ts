import type { AwaitedDelivery, AwaitedList, DeliveryStore } from '../shared/deliveries/delivery-store';

interface OpenList {
  readonly list: AwaitedList;
  /** The ids of those that the list awaits no more. */
  readonly over: Set<string>;
}

/** The lists of which a round learnt something. Each is written once, when the round is past all of its deliveries. */
export class ListsInRound {
  readonly #store: Pick<DeliveryStore, 'shorten'>;
  readonly #open = new Map<string, OpenList>();

  constructor(store: Pick<DeliveryStore, 'shorten'>) {
    this.#store = store;
  }

  /** Nothing more is awaited of a delivery by the list that it is on. One with an entry of its own is on none. */
  over({ id, list }: AwaitedDelivery): void {
    if (!list) return;
    const open = this.#open.get(list.id) ?? { list, over: new Set() };
    this.#open.set(list.id, open);
    open.over.add(id);
  }

  /** Writes the lists of which all were sent after that time, as the round is past them. Without a time, it writes all. */
  async write(reached?: string): Promise<void> {
    const past = [...this.#open.values()].filter(({ list }) => reached === undefined || list.sent_at > reached);
    for (const { list } of past) this.#open.delete(list.id);
    await Promise.all(
      past.map(({ list, over }) =>
        this.#store.shorten(
          list,
          list.deliveries.filter(({ id }) => !over.has(id)),
        ),
      ),
    );
  }
}
