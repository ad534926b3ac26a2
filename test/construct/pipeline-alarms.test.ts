import { Duration } from 'aws-cdk-lib';
import { metrics } from '../../lib';
import { functionNames, logicalId, pipeline, resolve, template } from './plain-pipeline';
import { alarmIdsOf, alarmIdsWith } from './alarm-ids';
import { arn, heldQueueIds, ids, pipelineInStack, propertiesOf, ref, resourcesOf, type Resource } from './stacks';

describe('NotifyPipeline: metric', () => {
  test.each(Object.values(metrics.names))('the metric %s counts this pipeline alone', (name) => {
    const metric = pipeline.metric(name, { period: Duration.hours(1) });
    expect(metric).toMatchObject({ namespace: metrics.namespace, metricName: name, statistic: 'Sum' });
    expect(metric.dimensions).toEqual({ [metrics.pipelineDimension]: pipeline.pipelineId });
    expect(metric.period.toSeconds()).toBe(3600);
  });

  test('an unknown metric throws an error that lists the known ones', () => {
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

describe('NotifyPipeline: alarms', () => {
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
    ['LaneStopped', { ...counted(metrics.names.stopped), Threshold: 1, Period: 60 }],
    [
      'DuplicateSuspected',
      { ...counted(metrics.names.duplicateSuspected), Threshold: 1, EvaluationPeriods: 1, DatapointsToAlarm: 1 },
    ],
    [
      'Faults',
      { ...counted(metrics.names.fault), Threshold: 1, Period: 300, EvaluationPeriods: 3, DatapointsToAlarm: 3 },
    ],
    ['UrgentMessagesWait', { Threshold: 120, EvaluationPeriods: 3, DatapointsToAlarm: 2 }],
    ['MessagesWait', { Threshold: 3600, EvaluationPeriods: 3, DatapointsToAlarm: 3 }],
    ['MessagesExpire', { Threshold: 864_000 }],
    ['DeadLettersExpire', { Threshold: 864_000 }],
    ['RejectedRate', { Threshold: 20, EvaluationPeriods: 1 }],
    ['FailedRate', { Threshold: 10, EvaluationPeriods: 1 }],
    ['ExpiredMessages', { ...counted(metrics.names.expired), Threshold: 5, Period: 300 }],
    ['OutcomesMissing', { ...counted(metrics.names.untracked), Threshold: 10, Period: 3600 }],
    [
      'TextDailyLimit',
      {
        MetricName: metrics.names.dailyLimit,
        Dimensions: [
          { Name: metrics.channelDimension, Value: 'sms' },
          { Name: metrics.pipelineDimension, Value: resolve(pipeline.pipelineId) },
        ],
        Threshold: 1,
      },
    ],
    ['DailyLimit', { Threshold: 1 }],
    ['KeyAge', { MetricName: metrics.names.keyAge, Statistic: 'Maximum', Threshold: 365, Period: 86_400 }],
    ['TooFast', { ...counted(metrics.names.tooFast), Threshold: 20, EvaluationPeriods: 3 }],
    ['TechnicalFailures', { ...counted(metrics.names.technicalFailure), Threshold: 5, Period: 900 }],
    ['Throttled', { Threshold: 1, EvaluationPeriods: 3, DatapointsToAlarm: 3 }],
    ['EventsStopped', { Threshold: 1, EvaluationPeriods: 3, DatapointsToAlarm: 3 }],
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
    [
      'EventDeadLetters',
      {
        MetricName: 'ApproximateNumberOfMessagesVisible',
        Dimensions: [{ Name: 'QueueName', Value: arn(ids.eventDeadLetterQueue, 'QueueName') }],
        Threshold: 1,
      },
    ],
    ...functionNames.map((name): [string, Record<string, unknown>] => [
      `${name.replaceAll(/(?:^|-)./g, (start) => start.slice(-1).toUpperCase())}Errors`,
      {
        MetricName: 'Errors',
        Dimensions: [{ Name: 'FunctionName', Value: ref(logicalId(name)) }],
        Threshold: 1,
        EvaluationPeriods: 3,
        DatapointsToAlarm: 3,
      },
    ]),
  ])('the alarm %s goes off at its threshold, and not when data is missing', (id, properties) => {
    expect(alarm(id)).toMatchObject({
      ...properties,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      TreatMissingData: 'notBreaching',
    });
  });

  test('a message that is too old in any held queue sets off HeldMessagesExpire', () => {
    const queries = alarm('HeldMessagesExpire')?.['Metrics'] as { Id: string; Expression?: string }[];
    const expression = queries.find(({ Expression }) => Expression !== undefined)?.Expression;
    const ages = queries.filter(({ Expression }) => Expression === undefined).map(({ Id }) => `FILL(${Id}, 0)`);
    expect(ages).toHaveLength(5);
    expect(expression).toBe(`MAX([${ages.join(', ')}])`);
  });

  test.each(['KeyRefused', 'LaneStopped'])(
    'the alarm %s needs three data points, and stays on while there is one every six minutes',
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
    'a scheduled function sets off its alarm when it fails three times in a row, if it runs %s',
    (_often, interval, Period) => {
      const props = { receivedTexts: true, pollInterval: interval, receivedTextsPollInterval: interval };
      const errors = propertiesOf(pipelineInStack(props).template(), 'AWS::CloudWatch::Alarm').filter(
        ({ MetricName }) => MetricName === 'Errors',
      );
      expect(errors.map((each) => each['Period'])).toEqual([300, 300, Period, 300, 300, 300, Period]);
    },
  );

  test.each<[string, string]>([
    ['MessagesWait', 'IF(FILL(sent, 0) < 3000 * 1 * 5 / 2, FILL(age, 0), 0)'],
    ['UrgentMessagesWait', 'MAX([FILL(waiting, 0), IF(FILL(visible, 0) > 0, FILL(age, 0), 0)])'],
    ['MessagesExpire', 'MAX([FILL(m0, 0), FILL(m1, 0)])'],
    ['RejectedRate', 'IF(FILL(rejected, 0) >= 20, 100 * FILL(rejected, 0) / (FILL(sent, 0) + FILL(rejected, 0)), 0)'],
    [
      'FailedRate',
      'IF(FILL(failed, 0) >= 50, 100 * FILL(failed, 0) / (FILL(delivered, 0) + FILL(failed, 0) + FILL(untracked, 0)), 0)',
    ],
    ['Throttled', 'FILL(m0, 0) + FILL(m1, 0)'],
    ['EventsStopped', 'IF(FILL(written, 0) > 0 AND FILL(polled, 0) < 1, 1, 0)'],
  ])('%s goes off by the formula %s', (id, formula) => {
    const queries = alarm(id)?.['Metrics'] as { Expression?: string }[];
    expect(queries.map(({ Expression }) => Expression).filter((each) => each !== undefined)).toEqual([formula]);
  });

  test.each([
    ['PollNotRunning', 'poll'],
    ['ReleaseNotRunning', 'release'],
  ] as const)('%s goes off when there is no run to be seen for three periods of five minutes', (id, name) => {
    expect(alarm(id)).toMatchObject({
      MetricName: 'Invocations',
      Dimensions: [{ Name: 'FunctionName', Value: ref(logicalId(name)) }],
      Statistic: 'Sum',
      Period: 300,
      EvaluationPeriods: 3,
      DatapointsToAlarm: 3,
      Threshold: 1,
      ComparisonOperator: 'LessThanThreshold',
      TreatMissingData: 'breaching',
    });
  });

  test.each<[Duration, number]>([
    [Duration.minutes(30), 1800],
    [Duration.days(1), 86_400],
    [Duration.days(6), 201_600],
  ])('a heartbeat waits for three intervals of %s, and for a week at most', (interval, Period) => {
    const { template: other } = pipelineInStack({ pollInterval: interval });
    const heartbeats = propertiesOf(other(), 'AWS::CloudWatch::Alarm').filter(
      ({ TreatMissingData }) => TreatMissingData === 'breaching',
    );
    expect(heartbeats.map((each) => each['Period'])).toEqual([Period, 300, 300]);
  });

  test('`all` has every alarm, and there are no others', () => {
    expect(Object.keys(alarms)).toHaveLength(alarmIdsWith().length);
    expect(alarmIdsOf(pipeline)).toEqual(alarmIdsWith());
  });

  test('each description says what is wrong and what to do first, within CloudWatch’s length limit', () => {
    for (const { Properties } of Object.values(alarms)) {
      const description = JSON.stringify(Properties['AlarmDescription']);
      expect(description).toMatch(/\. What to do first: [a-z]/);
      expect(description.length).toBeLessThan(1024);
      expect(description).toMatch(/"P[123]\. /);
      expect(description).toMatch(/ Runbook: docs\/runbook\.md#[a-z]+"/);
      expect(Properties).not.toHaveProperty('AlarmActions');
    }
  });

  test('every alarm on one of our metrics uses a metric that the functions emit', () => {
    const ours = Object.values(alarms).filter(({ Properties }) => Properties['Namespace'] === metrics.namespace);
    expect(ours.length).toBeGreaterThan(0);
    for (const { Properties } of ours) expect(Object.values(metrics.names)).toContain(Properties['MetricName']);
  });
});
