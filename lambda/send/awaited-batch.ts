import type { SQSRecord } from 'aws-lambda';
import type { Clock } from '../../lib/contract/clock';
import type { Delivery } from '../../lib/contract/delivery';
import { channels, type Channel } from '../../lib/contract/message';
import { second } from '../../lib/contract/time';
import { isListable } from '../shared/deliveries/awaited-list';
import type { DeliveryStore, ListedDelivery, Transition } from '../shared/deliveries/delivery-store';

export interface AwaitedBatchDependencies {
  readonly store: Pick<DeliveryStore, 'awaitTogether' | 'annotate'>;
  readonly clock: Pick<Clock, 'sleep'>;
}

/** A list costs as much as two deliveries with an entry each, however many are on it. */
const leastTogether = 3;
/** How long a delivery waits for others of its batch to be sent, in milliseconds: the poll does not see it before. */
const longestOpen = 10 * second;

interface Entry extends ListedDelivery {
  readonly channel: Channel;
  readonly ttl: number;
}

interface OpenList {
  readonly entries: Entry[];
  readonly written: Promise<void>;
  readonly close: () => void;
}

/**
 * Collects the deliveries of a batch whose status is awaited, and writes one list for all of a channel: when the last message
 * of the batch is handled, or when the first has waited long enough. A message stays on its queue until its `handled` resolves:
 * if the worker dies before, it comes back, and its record is awaited then.
 */
export class AwaitedBatch {
  readonly #dependencies: AwaitedBatchDependencies;
  readonly #isLarge: boolean;
  readonly #listOf = new Map<SQSRecord, OpenList>();
  #open: OpenList | undefined;
  #inHand: number;

  /** @param messages how many are in the batch; each is to be `handled` once */
  constructor(dependencies: AwaitedBatchDependencies, messages: number) {
    this.#dependencies = dependencies;
    this.#inHand = messages;
    this.#isLarge = messages >= leastTogether;
  }

  /** Whether a delivery goes on a list. Letters are looked at for months, and would be read with all that they are listed with. */
  takes({ id }: Pick<Delivery, 'id'>, { state, awaited, notification_id, sent_at }: Transition): boolean {
    if (!this.#isLarge || state !== 'sent' || awaited === undefined || awaited === 'letter') return false;
    return notification_id !== undefined && sent_at !== undefined && isListable({ id, notification_id, sent_at });
  }

  /** Takes a delivery whose record says `sent`, and not that it is awaited. */
  add(record: SQSRecord, { id, ttl }: Pick<Delivery, 'id' | 'ttl'>, change: Transition): void {
    const { awaited: channel, notification_id, sent_at } = change;
    if (channel === undefined || notification_id === undefined || sent_at === undefined) return;
    this.#open ??= this.#begin();
    this.#open.entries.push({ id, notification_id, sent_at, channel, ttl });
    this.#listOf.set(record, this.#open);
  }

  /** A message is handled, whatever came of it. Resolves once its delivery is on record as awaited, if it is. */
  handled(record: SQSRecord): Promise<void> {
    this.#inHand -= 1;
    if (this.#inHand <= 0) this.#open?.close();
    return this.#listOf.get(record)?.written ?? Promise.resolve();
  }

  #begin(): OpenList {
    const waiting = new AbortController();
    const entries: Entry[] = [];
    const write = (): Promise<void> => {
      this.#open = undefined;
      return this.#write(entries);
    };
    const written = this.#dependencies.clock.sleep(longestOpen, waiting.signal).then(write, write);
    // The messages report it, each by what its `handled` answers.
    written.catch(() => undefined);
    return { entries, written, close: () => waiting.abort() };
  }

  async #write(entries: readonly Entry[]): Promise<void> {
    await Promise.all(channels.map((channel) => this.#writeOf(channel, entries)));
  }

  async #writeOf(channel: Channel, all: readonly Entry[]): Promise<void> {
    const { store } = this.#dependencies;
    const entries = all.filter((entry) => entry.channel === channel);
    const [first, ...others] = entries;
    if (!first) return;
    if (others.length === 0) {
      await store.annotate(first.id, { awaited: channel }, { state: 'sent' });
      return;
    }
    const deliveries = entries.map(({ id, notification_id, sent_at }) => ({ id, notification_id, sent_at }));
    await store.awaitTogether(channel, deliveries, Math.max(...entries.map(({ ttl }) => ttl)));
  }
}
