import { logicalId, template, type FunctionName } from './plain-pipeline';
import { arn, ids, propertiesOf, ref, resourceOf } from './stacks';
import { statementsOfRole } from './statements';

const mappings = propertiesOf(template, 'AWS::Lambda::EventSourceMapping');

interface Target {
  readonly Arn: unknown;
  readonly RoleArn: { readonly 'Fn::GetAtt': readonly [string, string] };
}

function scheduleOf(name: FunctionName): { schedule: Readonly<Record<string, unknown>>; roleId: string } {
  const target = JSON.stringify(arn(logicalId(name)));
  for (const schedule of propertiesOf(template, 'AWS::Scheduler::Schedule')) {
    const { Arn, RoleArn } = schedule['Target'] as Target;
    if (JSON.stringify(Arn) === target) return { schedule, roleId: RoleArn['Fn::GetAtt'][0] };
  }
  throw new Error(`${name} has no schedule`);
}

/** No pace and no hold, which have no state, and nothing that is gone. */
const ofDeliveries = {
  eventName: ['INSERT', 'MODIFY'],
  dynamodb: {
    NewImage: {
      state: { S: ['held', 'sent', 'sent_untracked', 'delivered', 'failed', 'rejected', 'expired', 'cancelled'] },
    },
  },
};

describe('NotifyPipeline: triggers', () => {
  test.each([
    ['send', 'queue', ids.queue, 48, { MaximumBatchingWindowInSeconds: 1, ScalingConfig: { MaximumConcurrency: 2 } }],
    ['send-urgent', 'urgent queue', ids.urgentQueue, 10, { ScalingConfig: { MaximumConcurrency: 10 } }],
  ] as const)(
    '%s takes messages from the %s as fast as they may be sent, and only those that failed come back',
    (name, _queue, id, BatchSize, more) => {
      expect(mappings).toContainEqual({
        EventSourceArn: arn(id),
        FunctionName: ref(logicalId(name)),
        BatchSize,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        ...more,
      });
    },
  );

  test('announce takes every change that is published in order, and retries until the stream discards it', () => {
    expect(mappings).toContainEqual({
      EventSourceArn: arn(ids.table, 'StreamArn'),
      FunctionName: ref(logicalId('announce')),
      BatchSize: 100,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      StartingPosition: 'TRIM_HORIZON',
      ParallelizationFactor: 1,
      MetricsConfig: { Metrics: ['EventCount'] },
      FilterCriteria: { Filters: [{ Pattern: JSON.stringify(ofDeliveries) }] },
    });
    expect(mappings).toHaveLength(3);
  });

  test.each<FunctionName>(['poll', 'release', 'release-scheduled'])(
    '%s runs every minute, and a failed run is not retried',
    (name) => {
      expect(scheduleOf(name).schedule).toMatchObject({
        ScheduleExpression: 'rate(1 minute)',
        State: 'ENABLED',
        FlexibleTimeWindow: { Mode: 'OFF' },
        Target: { RetryPolicy: { MaximumRetryAttempts: 0 } },
      });
      expect(propertiesOf(template, 'AWS::Lambda::EventInvokeConfig')).toContainEqual({
        FunctionName: ref(logicalId(name)),
        Qualifier: '$LATEST',
        MaximumRetryAttempts: 0,
        MaximumEventAgeInSeconds: 60,
      });
    },
  );

  test.each<FunctionName>(['poll', 'release', 'release-scheduled'])(
    'the schedule of %s may invoke that function alone, and only this account’s schedules may use its role',
    (name) => {
      const { roleId } = scheduleOf(name);
      expect(statementsOfRole(template, roleId)).toEqual([
        { Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: arn(logicalId(name)) },
      ]);
      expect(resourceOf(template, roleId).Properties['AssumeRolePolicyDocument']).toMatchObject({
        Statement: [
          {
            Principal: { Service: 'scheduler.amazonaws.com' },
            Condition: {
              StringEquals: {
                'aws:SourceAccount': ref('AWS::AccountId'),
                'aws:SourceArn': expect.anything() as unknown,
              },
            },
          },
        ],
      });
    },
  );
});
