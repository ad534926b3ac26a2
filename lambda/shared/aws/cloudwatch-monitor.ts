import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import {
  metricUnits,
  metrics as vocabulary,
  type MeasuredMetric,
  type MetricName,
} from '../../../lib/contract/metrics';
import type { Channel } from '../../../lib/contract/queue-message';
import { errorName, isOwnError } from '../own-error';
import type { Monitor } from '../ports';

/** Structured logs and embedded metrics. Metrics are kept until `flush`, which middy calls when an invocation ends. */
export function createMonitor(pipelineId: string): Monitor & { flush(): void } {
  const logger = new Logger();
  const { pipelineDimension, channelDimension, senderDimension } = vocabulary;
  const ofPipeline = createMetrics({ [pipelineDimension]: pipelineId });
  /** By the name and value of a second dimension. */
  const ofParts = new Map<string, Metrics>();

  /** What is about a message counts twice, because an alarm sees only a metric with exactly the dimensions that it names. */
  function add(metric: MetricName, unit: Unit, value: number, channel: Channel | undefined): void {
    ofPipeline.addMetric(metric, unit, value);
    if (channel) of(channelDimension, channel).addMetric(metric, unit, value);
  }

  function of(dimension: string, value: string): Metrics {
    const part = `${dimension} ${value}`;
    const known = ofParts.get(part) ?? createMetrics({ [pipelineDimension]: pipelineId, [dimension]: value });
    ofParts.set(part, known);
    return known;
  }

  return {
    count: (metric, by = 1, channel) => add(metric, MetricUnit.Count, by, channel),
    countFor: (sender, metric) => of(senderDimension, sender).addMetric(metric, MetricUnit.Count, 1),
    measure: (metric, value, channel) => add(metric, unitOf(metric), value, channel),
    info: (what, about = {}) => logger.info(what, about),
    warn: (what, about = {}) => logger.warn(what, about),
    error: (what, error, about = {}) => logger.error(what, { ...about, error: describe(error) }),
    flush: () => {
      for (const each of [ofPipeline, ...ofParts.values()]) if (each.hasStoredMetrics()) each.publishStoredMetrics();
    },
  };
}

function createMetrics(dimensions: Record<string, string>): Metrics {
  const metrics = new Metrics({ namespace: vocabulary.namespace });
  // Powertools adds the function's name, which no alarm names.
  metrics.clearDefaultDimensions();
  metrics.setDefaultDimensions(dimensions);
  return metrics;
}

type Unit = (typeof MetricUnit)[keyof typeof MetricUnit];

const unitOf = (metric: MeasuredMetric): Unit =>
  metricUnits[metric] === 'Seconds' ? MetricUnit.Seconds : MetricUnit.NoUnit;

/**
 * An error's name and place. Its message is left out unless it is one of ours, which name no values: an error of the AWS
 * SDK or of a library may repeat what it was given.
 */
function describe(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { name: typeof error };
  return {
    name: errorName(error),
    ...(isOwnError(error) ? { message: error.message } : {}),
    place: framesOf(error).slice(0, 5),
  };
}

/** A frame of a stack: a function and a place in a file. */
const frame = /^ {4}at (?:[\w$.<>[\] ]+ \()?(?:file:\/\/|node:)?[\w$@./+-]+:\d+:\d+\)?$/;
/** What stands before an error's message in its stack. */
const heading = /^[\w$.]*(?: \[\w+\])?/;

/**
 * The frames of an error's stack, none of which is a line of its message: that stands before them, and may look like them.
 * Where it is not found as it is, such as when somebody has changed it since, there are no frames to be trusted.
 */
function framesOf({ message, stack = '' }: Error): readonly string[] {
  const [name = ''] = heading.exec(stack) ?? [];
  const header = message === '' ? name : `${name}: ${message}`;
  if (!stack.startsWith(`${header}\n`)) return [];
  return stack
    .slice(header.length)
    .split('\n')
    .filter((line) => frame.test(line));
}
