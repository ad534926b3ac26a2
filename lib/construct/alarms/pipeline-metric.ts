import { Metric, type MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { metrics } from '../../contract/metrics';
import { metricsOfSender } from '../../contract/sender-metrics';

/**
 * A metric that the functions of a pipeline emit.
 * @throws Error when they emit none of that name: an alarm on it could never go off.
 */
export function pipelineMetric(
  scope: Construct,
  pipelineId: string,
  metricName: string,
  options?: MetricOptions,
): Metric {
  checkName(metricName, Object.values(metrics.names), 'no function emits a metric');
  return sum(scope, metricName, { [metrics.pipelineDimension]: pipelineId }, options);
}

/**
 * A metric of the messages of one service.
 * @throws Error when nothing of that name is counted for a service.
 */
export function senderMetric(
  scope: Construct,
  { pipelineId, sender }: { readonly pipelineId: string; readonly sender: string },
  metricName: string,
  options?: MetricOptions,
): Metric {
  checkName(metricName, metricsOfSender, 'a service has no metric');
  const dimensions = { [metrics.pipelineDimension]: pipelineId, [metrics.senderDimension]: sender };
  return sum(scope, metricName, dimensions, options);
}

function checkName(name: string, known: readonly string[], what: string): void {
  if (known.includes(name)) return;
  throw new Error(`${what} named '${name}': use one of ${known.join(', ')}`);
}

const sum = (scope: Construct, metricName: string, dimensionsMap: Record<string, string>, options?: MetricOptions) =>
  new Metric({ namespace: metrics.namespace, metricName, dimensionsMap, statistic: 'Sum', ...options }).attachTo(scope);
