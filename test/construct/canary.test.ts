import { Duration } from 'aws-cdk-lib';
import { alarmIdsOf, alarmIdsWith } from './alarm-ids';
import { ids, pipelineInStack, propertiesOf, ref } from './stacks';

const templateId = 'e0000000-0000-4000-8000-000000000003';

describe('NotifyPipeline: canary', () => {
  test('without it there is nothing of it', () => {
    const { pipeline, template } = pipelineInStack();
    expect(pipeline.canaryFunction).toBeUndefined();
    expect(alarmIdsOf(pipeline)).toEqual(alarmIdsWith());
    expect(JSON.stringify(template().toJSON())).not.toMatch(/canary/i);
  });

  test('it runs every five minutes, knows its template, and has time for a canary of a minute', () => {
    const { pipeline, template } = pipelineInStack({ canary: { templateId } });
    expect(alarmIdsOf(pipeline)).toEqual(alarmIdsWith('canary'));
    expect(propertiesOf(template(), 'AWS::Scheduler::Schedule')).toContainEqual(
      expect.objectContaining({ ScheduleExpression: 'rate(5 minutes)' }) as unknown,
    );
    const canary = propertiesOf(template(), 'AWS::Lambda::Function').find(({ Description }) =>
      String(Description).startsWith('Sends a test email through the queue'),
    );
    expect(canary).toMatchObject({
      Timeout: 90,
      Environment: {
        Variables: {
          NOTIFY_CANARY_TEMPLATE_ID: templateId,
          NOTIFY_CANARY_WITHIN_SECONDS: '60',
          NOTIFY_URGENT_QUEUE_URL: ref(ids.urgentQueue),
        },
      },
    });
  });

  test('its alarm looks at three intervals, and is red where there is nothing to be seen', () => {
    const alarmOf = (every?: Duration) =>
      propertiesOf(
        pipelineInStack({ canary: { templateId, ...(every && { every }) } }).template(),
        'AWS::CloudWatch::Alarm',
      ).find(({ MetricName }) => MetricName === 'CanaryArrived');
    const red = { EvaluationPeriods: 3, DatapointsToAlarm: 3, Threshold: 1, TreatMissingData: 'breaching' };
    expect(alarmOf()).toMatchObject({ ...red, Period: 300, ComparisonOperator: 'LessThanThreshold' });
    expect(alarmOf(Duration.hours(1))).toMatchObject({ ...red, Period: 3600 });
    expect(alarmOf(Duration.minutes(1))).toMatchObject({ ...red, Period: 300 });
  });
});
