import type { MetricName } from '../../lib/contract/metrics';
import type { Monitor } from '../../lambda/shared/ports';

/** Remembers what a function counted and said. */
export class RecordingMonitor implements Monitor {
  readonly counts: Partial<Record<MetricName, number>> = {};
  readonly said: { level: string; what: string; error?: unknown; about: object }[] = [];

  count(metric: MetricName, by = 1): void {
    this.counts[metric] = (this.counts[metric] ?? 0) + by;
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
