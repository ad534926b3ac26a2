import type { MeasuredMetric, MetricName } from '../../lib/contract/metrics';
import type { Channel } from '../../lib/contract/queue-message';
import type { Monitor } from '../../lambda/shared/ports';

/** Remembers what a function counted and said. */
export class RecordingMonitor implements Monitor {
  readonly counts: Partial<Record<MetricName, number>> = {};
  readonly said: { level: string; what: string; error?: unknown; about: object }[] = [];

  /** Of those that are about a message: by metric and channel, such as `Sent sms`. */
  readonly byChannel: Record<string, number> = {};
  /** By service and metric, such as `licences Sent`. */
  readonly bySender: Record<string, number> = {};
  readonly measured: { metric: MeasuredMetric; value: number; channel?: Channel }[] = [];

  count(metric: MetricName, by = 1, channel?: Channel): void {
    this.counts[metric] = (this.counts[metric] ?? 0) + by;
    if (channel) this.byChannel[`${metric} ${channel}`] = (this.byChannel[`${metric} ${channel}`] ?? 0) + by;
  }

  countFor(sender: string, metric: MetricName): void {
    this.bySender[`${sender} ${metric}`] = (this.bySender[`${sender} ${metric}`] ?? 0) + 1;
  }

  measure(metric: MeasuredMetric, value: number, channel?: Channel): void {
    this.measured.push({ metric, value, ...(channel && { channel }) });
  }

  info(what: string, about: object = {}): void {
    this.said.push({ level: 'info', what, about });
  }

  warn(what: string, about: object = {}): void {
    this.said.push({ level: 'warn', what, about });
  }

  error(what: string, error: unknown, about: object = {}): void {
    this.said.push({ level: 'error', what, error, about });
  }
}
