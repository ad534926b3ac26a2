import { Duration } from 'aws-cdk-lib';
import { metrics } from '../../lib';
import { functionNames, logicalId, pipeline, resolve, template } from './plain-pipeline';
import { arn, ids, ref, resourcesOf, type Resource } from './stacks';

describe('metrics', () => {
  test.each(Object.values(metrics.names))('%s is that of this pipeline alone', (name) => {
    const metric = pipeline.metric(name, { period: Duration.hours(1) });
    expect(metric).toMatchObject({ namespace: metrics.namespace, metricName: name, statistic: 'Sum' });
    expect(metric.dimensions).toEqual({ [metrics.pipelineDimension]: pipeline.pipelineId });
    expect(metric.period.toSeconds()).toBe(3600);
  });

  test('one that no function emits throws, with those that there are', () => {
    expect(() => pipeline.metric('Sents')).toThrow(/'Sents': use one of Sent, Rejected/);
  });
});

const alarms = resourcesOf(template, 'AWS::CloudWatch::Alarm');
const alarm = (id: string): Resource['Properties'] | undefined =>
  Object.entries(alarms).find(([logical]) => new RegExp(`^NotifyAlarms${id}[0-9A-F]{8}$`).test(logical))?.[1]
    .Properties;

describe('alarms', () => {
  test.each<[string, Record<string, unknown>]>([
    [
      'DeadLetters',
      {
        MetricName: 'ApproximateNumberOfMessagesVisible',
        Dimensions: [{ Name: 'QueueName', Value: arn(ids.deadLetterQueue, 'QueueName') }],
        Threshold: 1,
        EvaluationPeriods: 1,
      },
    ],
    [
      'KeyRefused',
      {
        Namespace: metrics.namespace,
        MetricName: metrics.names.keyRefused,
        Dimensions: [{ Name: metrics.pipelineDimension, Value: resolve(pipeline.pipelineId) }],
        Statistic: 'Sum',
        Threshold: 1,
        EvaluationPeriods: 1,
      },
    ],
    [
      'UrgentMessagesWait',
      {
        MetricName: 'ApproximateAgeOfOldestMessage',
        Dimensions: [{ Name: 'QueueName', Value: arn(ids.urgentQueue, 'QueueName') }],
        Threshold: 300,
      },
    ],
    [
      'HeldMessagesExpire',
      {
        MetricName: 'ApproximateAgeOfOldestMessage',
        Dimensions: [{ Name: 'QueueName', Value: arn(ids.heldQueue, 'QueueName') }],
        Threshold: 12 * 24 * 3600,
      },
    ],
    [
      'EventsLate',
      {
        MetricName: 'IteratorAge',
        Dimensions: [{ Name: 'FunctionName', Value: ref(logicalId('announce')) }],
        Statistic: 'Maximum',
        Threshold: 600_000,
      },
    ],
    ...functionNames.map((name): [string, Record<string, unknown>] => [
      `${name.charAt(0).toUpperCase()}${name.slice(1)}Errors`,
      {
        MetricName: 'Errors',
        Dimensions: [{ Name: 'FunctionName', Value: ref(logicalId(name)) }],
        Threshold: 1,
        EvaluationPeriods: 3,
      },
    ]),
  ])('%s goes off when its threshold is reached, and not for want of data', (id, properties) => {
    expect(alarm(id)).toMatchObject({
      ...properties,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      TreatMissingData: 'notBreaching',
    });
  });

  test('there are no others, and `all` has every one', () => {
    expect(Object.keys(alarms)).toHaveLength(9);
    expect(pipeline.alarms.all).toHaveLength(9);
  });

  test('each says what is wrong and what to do first, in fewer words than CloudWatch takes', () => {
    for (const { Properties } of Object.values(alarms)) {
      const description = JSON.stringify(Properties['AlarmDescription']);
      expect(description).toMatch(/\. What to do first: [a-z]/);
      expect(description.length).toBeLessThan(1024);
      expect(Properties).not.toHaveProperty('AlarmActions');
    }
  });

  test('each that is on a metric of ours is on one that the functions emit', () => {
    const ours = Object.values(alarms).filter(({ Properties }) => Properties['Namespace'] === metrics.namespace);
    expect(ours.length).toBeGreaterThan(0);
    for (const { Properties } of ours) expect(Object.values(metrics.names)).toContain(Properties['MetricName']);
  });
});
