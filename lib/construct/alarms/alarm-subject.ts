import type { Duration } from 'aws-cdk-lib';
import { MathExpression, type IMetric, type Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Function, IEventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { Channel } from '../../contract/queue-message';
import { metrics, type MetricName } from '../../contract/metrics';
import type { CallbacksFunction } from '../functions/callbacks-function';
import type { CanaryFunction } from '../functions/canary-function';
import type { PollFunction } from '../functions/poll-function';
import type { ReceivedTextsFunction } from '../functions/received-texts-function';
import type { ReleaseFunction } from '../functions/release-function';
import type { ReleaseScheduledFunction } from '../functions/release-scheduled-function';
import type { Rate } from '../functions/send-concurrency';
import type { SendTaskFunction } from '../functions/send-task-function';
import type { LetterPdfQueues } from '../queues/letter-pdf-queues';
import type { PipelineQueues } from '../queues/pipeline-queues';
import type { DeliveriesTable } from '../storage/deliveries-table';
import type { ScheduledTable } from '../storage/scheduled-table';
import type { ServiceDailyLimits } from './daily-limits';
import { pipelineMetric } from './pipeline-metric';

/** The parts of a pipeline that can go wrong. What is `undefined` is not on. */
export interface PipelineParts {
  readonly pipelineId: string;
  readonly apiKeySecret: ISecret;
  readonly rate: Rate;
  readonly dailyLimits: ServiceDailyLimits;
  /** Whether there is a budget for text messages. */
  readonly textBudget: boolean;
  readonly queues: PipelineQueues;
  readonly eventDeadLetterQueue: Queue | undefined;
  readonly table: DeliveriesTable;
  readonly sendFunction: Function;
  readonly sendUrgentFunction: Function;
  readonly pollFunction: PollFunction;
  readonly releaseFunction: ReleaseFunction;
  readonly scheduledTable: ScheduledTable;
  readonly releaseScheduledFunction: ReleaseScheduledFunction;
  readonly announceFunction: Function & { readonly stream: IEventSourceMapping };
  readonly callbacksFunction: CallbacksFunction | undefined;
  readonly receivedTextsFunction: ReceivedTextsFunction | undefined;
  readonly letterPdfQueues: LetterPdfQueues | undefined;
  readonly letterPdfFunction: Function | undefined;
  readonly sendTaskFunction: SendTaskFunction | undefined;
  readonly canaryFunction: CanaryFunction | undefined;
}

/** What alarms are made about: a pipeline's parts, and its metrics. */
export interface AlarmSubject extends PipelineParts {
  /** What the functions emit: of one channel, or of the pipeline. */
  metric(
    name: MetricName,
    period: Duration,
    more?: { readonly channel?: Channel; readonly statistic?: string },
  ): Metric;
}

export function alarmSubject(scope: Construct, parts: PipelineParts): AlarmSubject {
  return {
    ...parts,
    metric: (name, period, { channel, statistic = 'Sum' } = {}) =>
      pipelineMetric(scope, parts.pipelineId, name, {
        period,
        statistic,
        ...(channel && {
          dimensionsMap: { [metrics.pipelineDimension]: parts.pipelineId, [metrics.channelDimension]: channel },
        }),
      }),
  };
}

/**
 * A formula of metrics by their names, each of which is 0 where there is nothing to be seen of it. A formula in which no
 * metric has a value has none either.
 */
export function formula(
  expression: string,
  usingMetrics: Readonly<Record<string, IMetric>>,
  period: Duration,
  label = expression,
): MathExpression {
  const filled = expression.replaceAll(/\b[a-z]\w*\b/g, (name) => (name in usingMetrics ? `FILL(${name}, 0)` : name));
  return new MathExpression({ expression: filled, usingMetrics: { ...usingMetrics }, period, label });
}

/** The most of several metrics. */
export const most = (all: readonly IMetric[], period: Duration, label: string): MathExpression =>
  formula(
    `MAX([${all.map((_, place) => `m${place}`).join(', ')}])`,
    Object.fromEntries(all.map((metric, place) => [`m${place}`, metric])),
    period,
    label,
  );

/** The sum of several metrics. */
export const sum = (all: readonly IMetric[], period: Duration, label: string): MathExpression =>
  formula(
    all.map((_, place) => `m${place}`).join(' + '),
    Object.fromEntries(all.map((metric, place) => [`m${place}`, metric])),
    period,
    label,
  );

/** The names of functions, as a person reads them. */
export const namesOf = (...functions: readonly (Function | undefined)[]): string =>
  functions.flatMap((each) => (each ? [each.functionName] : [])).join(' and ');
