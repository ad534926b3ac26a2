import type { Delivery } from '../../lib/contract/delivery';
import { channels, type Channel } from '../../lib/contract/message';
import { listsOf } from '../../lambda/shared/deliveries/awaited-list';
import { earliestFirst, inOrder, type AwaitedEntry } from '../../lambda/shared/deliveries/awaited-order';
import { follows, reclaimed, claimability } from '../../lambda/shared/deliveries/states';
import type {
  AwaitedDelivery,
  AwaitedList,
  ListedDelivery,
  Transition,
  ClaimResult,
  DeliveryStore,
  Annotation,
  ReadOptions,
  Expected,
} from '../../lambda/shared/deliveries/delivery-store';
import type { RecordedCost } from '../../lambda/shared/deliveries/outcome';
import { SortedIndex } from './sorted-index';

/** The deliveries in this process, by the same rules as in DynamoDB: each call is one conditional write or read. */
export class MemoryDeliveryStore implements DeliveryStore {
  readonly #deliveries = new Map<string, Delivery>();
  readonly #awaited: Readonly<Record<Channel, SortedIndex>> = {
    email: new SortedIndex(),
    sms: new SortedIndex(),
    letter: new SortedIndex(),
  };

  readonly #lists = new Map<string, AwaitedList>();
  #claims = 0;
  #made = 0;

  /** Every delivery, for a test to look at. */
  get all(): IterableIterator<Delivery> {
    return this.#deliveries.values();
  }

  /** The lists of deliveries whose status is awaited. */
  get lists(): readonly AwaitedList[] {
    return [...this.#lists.values()];
  }

  /** When the latest delivery of a channel whose status is awaited was sent. */
  latestAwaited(channel: Channel): string | undefined {
    return this.#awaited[channel].last;
  }

  async claim(unmarked: Delivery, now: number): Promise<ClaimResult> {
    const candidate = { ...unmarked, claim: `claim ${(this.#claims += 1)}` };
    const existing = this.#deliveries.get(candidate.id);
    if (!existing) {
      this.#put(candidate);
      return { claimed: true, verify: false, delivery: candidate };
    }
    const stands = claimability(existing, candidate, now);
    if (stands.kind !== 'free' && stands.kind !== 'verify') {
      return { claimed: false, claimability: stands, delivery: existing };
    }
    const delivery = reclaimed(existing, candidate);
    this.#put(delivery);
    return { claimed: true, verify: stands.kind === 'verify', delivery };
  }

  async create(delivery: Delivery): Promise<boolean> {
    if (this.#deliveries.has(delivery.id)) return false;
    this.#put(delivery);
    return true;
  }

  async transition(id: string, change: Transition, still: Expected = {}): Promise<boolean> {
    const existing = this.#deliveries.get(id);
    if (!existing || !follows(existing, change) || !says(existing, still)) return false;
    const { lease_until: _lease, awaited: _awaited, reason: _reason, failure: _failure, ...kept } = existing;
    const written = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
    this.#put({ ...kept, ...written });
    return true;
  }

  async annotate(id: string, facts: Annotation, still: Expected): Promise<boolean> {
    const existing = this.#deliveries.get(id);
    if (!existing || !says(existing, still)) return false;
    this.#put({ ...existing, ...facts });
    return true;
  }

  async endWait(id: string, cost: RecordedCost | undefined): Promise<boolean> {
    const existing = this.#deliveries.get(id);
    if (existing?.awaited === undefined || existing.state === 'sent') return false;
    const { awaited: _awaited, ...kept } = existing;
    this.#put({ ...kept, ...cost });
    return true;
  }

  async find(id: string): Promise<Delivery | undefined> {
    return this.#deliveries.get(id);
  }

  async awaitTogether(channel: Channel, deliveries: readonly ListedDelivery[]): Promise<void> {
    for (const list of listsOf(deliveries)) {
      const id = `list ${(this.#made += 1)}`;
      const sent_at = list[0]?.sent_at ?? '';
      this.#lists.set(id, { id, sent_at, deliveries: list });
      this.#awaited[channel].add(id, sent_at);
    }
  }

  async shorten({ id, deliveries }: AwaitedList, rest: readonly ListedDelivery[]): Promise<void> {
    const existing = this.#lists.get(id);
    if (!existing) return;
    if (rest.length === 0) {
      this.#lists.delete(id);
      for (const channel of channels) this.#awaited[channel].remove(id);
    } else if (existing.deliveries.length === deliveries.length) this.#lists.set(id, { ...existing, deliveries: rest });
  }

  awaited(channel: Channel, from: string, to: string, { order }: ReadOptions = {}): AsyncIterable<AwaitedDelivery> {
    const ids = this.#awaited[channel].between(earliestFirst(from), to);
    return inOrder(this.#entries(order === 'newest first' ? ids.toReversed() : ids), { from, to, order });
  }

  async *#entries(ids: readonly string[]): AsyncIterable<AwaitedEntry> {
    for (const id of ids) {
      const list = this.#lists.get(id);
      const { sent_at = '', notification_id = '', status } = this.#deliveries.get(id) ?? {};
      yield list ?? { id, sent_at, notification_id, ...(status === undefined ? {} : { status }) };
    }
  }

  #put(delivery: Delivery): void {
    const before = this.#deliveries.get(delivery.id);
    if (before?.awaited) this.#awaited[before.awaited].remove(before.id);
    this.#deliveries.set(delivery.id, delivery);
    if (delivery.awaited && delivery.sent_at) this.#awaited[delivery.awaited].add(delivery.id, delivery.sent_at);
  }
}

const says = (delivery: Delivery, still: Expected): boolean =>
  Object.entries(still).every(([name, value]) => value === undefined || delivery[name as keyof Expected] === value);
