import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { metrics as vocabulary } from '../../../lib/contract/metrics';
import { NotifyError } from '../../../lib/notify/errors';
import { PipelineError } from '../../../lib/contract/pipeline-error';
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
  const isOurs = error instanceof NotifyError || error instanceof PipelineError;
  const place = error.stack
    ?.split('\n')
    .filter((line) => line.startsWith('    at '))
    .slice(0, 5);
  return { name: error.name, ...(isOurs ? { message: error.message } : {}), place };
}
