import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { metrics as vocabulary } from '../../../lib/contract/metrics';
import { errorName, isOwnError } from '../own-error';
import type { Monitor } from '../ports';

/** Structured logs and embedded metrics. Metrics are kept until `flush`, which middy calls when an invocation ends. */
export function createMonitor(pipelineId: string): Monitor & { flush(): void } {
  const logger = new Logger();
  const metrics = new Metrics({ namespace: vocabulary.namespace });
  // Powertools adds the function's name, but an alarm sees only a metric with exactly the dimensions that it names.
  metrics.clearDefaultDimensions();
  metrics.setDefaultDimensions({ [vocabulary.pipelineDimension]: pipelineId });
  return {
    count: (metric, by = 1) => void metrics.addMetric(metric, MetricUnit.Count, by),
    info: (what, about = {}) => logger.info(what, about),
    warn: (what, about = {}) => logger.warn(what, about),
    error: (what, error, about = {}) => logger.error(what, { ...about, error: describe(error) }),
    flush: () => {
      if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
    },
  };
}

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
