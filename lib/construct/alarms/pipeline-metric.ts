import { Metric, type MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { metrics } from '../../contract/metrics';

/**
 * A metric that the functions of a pipeline emit.
 * @throws Error when they emit none of that name: an alarm on it could never go off.
 */
export function pipelineMetric(
  scope: Construct,
  pipelineId: string,
  metricName: string,
  options: MetricOptions = {},
): Metric {
  const known: readonly string[] = Object.values(metrics.names);
  if (!known.includes(metricName)) {
    throw new Error(`no function emits a metric named '${metricName}': use one of ${known.join(', ')}`);
  }
  return new Metric({
    namespace: metrics.namespace,
    metricName,
    dimensionsMap: { [metrics.pipelineDimension]: pipelineId },
    statistic: 'Sum',
    ...options,
  }).attachTo(scope);
}
