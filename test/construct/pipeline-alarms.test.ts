import { Duration } from 'aws-cdk-lib';
import { metrics } from '../../lib';
import { functionNames, logicalId, pipeline, resolve, template } from './plain-pipeline';
import { arn, heldQueueIds, ids, pipelineInStack, propertiesOf, ref, resourcesOf, type Resource } from './stacks';

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

const counted = (name: string): Record<string, unknown> => ({
  Namespace: metrics.namespace,
  MetricName: name,
  Dimensions: [{ Name: metrics.pipelineDimension, Value: resolve(pipeline.pipelineId) }],
  Statistic: 'Sum',
});
const ageOfOldest = (queueId: string): Record<string, unknown> => ({
  Metric: {
    Namespace: 'AWS/SQS',
    MetricName: 'ApproximateAgeOfOldestMessage',
    Dimensions: [{ Name: 'QueueName', Value: arn(queueId, 'QueueName') }],
  },
  Period: 300,
  Stat: 'Maximum',
});

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
    ['KeyRefused', { ...counted(metrics.names.keyRefused), Threshold: 1, Period: 60 }],
    ['NotifyDown', { ...counted(metrics.names.stopped), Threshold: 1, Period: 60 }],
    [
      'DuplicateSuspected',
      { ...counted(metrics.names.duplicateSuspected), Threshold: 1, EvaluationPeriods: 1, DatapointsToAlarm: 1 },
    ],
    [
      'Faults',
      { ...counted(metrics.names.fault), Threshold: 1, Period: 300, EvaluationPeriods: 3, DatapointsToAlarm: 3 },
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
        Metrics: expect.arrayContaining(
          heldQueueIds.map((held) => expect.objectContaining({ MetricStat: ageOfOldest(held) }) as unknown),
        ) as unknown,
        Threshold: 12 * 24 * 3600,
        EvaluationPeriods: 3,
        DatapointsToAlarm: 1,
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
        DatapointsToAlarm: 3,
      },
    ]),
  ])('%s goes off when its threshold is reached, and not for want of data', (id, properties) => {
    expect(alarm(id)).toMatchObject({
      ...properties,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      TreatMissingData: 'notBreaching',
    });
  });

  test('a held message that is too old sets it off on whichever held queue it is', () => {
    const queries = alarm('HeldMessagesExpire')?.['Metrics'] as { Id: string; Expression?: string }[];
    const expression = queries.find(({ Expression }) => Expression !== undefined)?.Expression;
    const ages = queries.filter(({ Expression }) => Expression === undefined).map(({ Id }) => `FILL(${Id}, 0)`);
    expect(ages).toHaveLength(6);
    expect(expression).toBe(`MAX([${ages.join(', ')}])`);
  });

  test.each(['KeyRefused', 'NotifyDown'])(
    '%s waits for three signs of it, and stays while there is one every six minutes',
    (id) => {
      const { DatapointsToAlarm, EvaluationPeriods } = alarm(id) as Record<string, number>;
      expect(DatapointsToAlarm).toBe(3);
      expect(Math.floor(Number(EvaluationPeriods) / 6)).toBeGreaterThanOrEqual(Number(DatapointsToAlarm));
    },
  );

  test.each<[string, Duration, number]>([
    ['as often as that', Duration.minutes(2), 300],
    ['less often', Duration.hours(1), 3600],
    ['once a day', Duration.days(1), 86_400],
  ])(
    'a function that runs by the clock sets its own off by failing three times in a row, if it runs %s',
    (_often, interval, Period) => {
      const props = { receivedTexts: true, pollInterval: interval, receivedTextsPollInterval: interval };
      const errors = propertiesOf(pipelineInStack(props).template(), 'AWS::CloudWatch::Alarm').filter(
        ({ MetricName }) => MetricName === 'Errors',
      );
      expect(errors.map((each) => each['Period'])).toEqual([300, Period, 300, 300, Period]);
    },
  );

  test('there are no others, and `all` has every one', () => {
    expect(Object.keys(alarms)).toHaveLength(14);
    expect(pipeline.alarms.all).toHaveLength(14);
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
