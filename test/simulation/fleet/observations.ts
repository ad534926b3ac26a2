import type { Monitor } from '../../../lambda/shared/ports';
import type { DeliveryEvent } from '../../../lib/contract/events/delivery';
import type { MeasuredMetric, MetricName } from '../../../lib/contract/metrics';

/** What is seen of a fleet from outside. */
export class Observations {
  readonly events: DeliveryEvent[] = [];
  /** The most often that any message was received. */
  mostReceives = 0;
  /** The longest that a text message waited from its publishing until Notify had it, in milliseconds. */
  slowestText = 0;
  /** Writes of the rate limiter and of holds. */
  stateWrites = 0;

  readonly #measured = new Map<MeasuredMetric, number[]>();
  readonly #counts = new Map<MetricName, number>();
  readonly #publishedAt = new Map<string, number>();
  readonly #remembersEvents: boolean;

  constructor({ remembersEvents = true }: { readonly remembersEvents?: boolean }) {
    this.#remembersEvents = remembersEvents;
  }

  count(metric: MetricName): number {
    return this.#counts.get(metric) ?? 0;
  }

  /** Every value of a metric. */
  measured(metric: MeasuredMetric): number[] {
    const known = this.#measured.get(metric) ?? [];
    this.#measured.set(metric, known);
    return known;
  }

  textPublished(delivery: string, now: number): void {
    this.#publishedAt.set(delivery, now);
  }

  received(times: number): void {
    this.mostReceives = Math.max(this.mostReceives, times);
  }

  hear(event: DeliveryEvent): void {
    if (this.#remembersEvents) this.events.push(event);
    const { type, state, delivery_id, sent_at = '' } = event.detail;
    const publishedAt = this.#publishedAt.get(delivery_id);
    if (type !== 'sms' || state !== 'sent' || publishedAt === undefined) return;
    this.slowestText = Math.max(this.slowestText, Date.parse(sent_at) - publishedAt);
  }

  /** What the functions report of themselves. */
  readonly monitor: Monitor = {
    count: (metric, by = 1) => void this.#counts.set(metric, this.count(metric) + by),
    countFor() {},
    measure: (metric, value) => void this.measured(metric).push(value),
    info() {},
    warn() {},
    error() {},
  };
}
