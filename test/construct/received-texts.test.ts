import { Duration } from 'aws-cdk-lib';
import { metrics } from '../../lib';
import { environment } from '../../lib/contract/environment';
import { alarmIdsOf, alarmIdsWith } from './alarm-ids';
import { arn, ids, pipelineInStack, propertiesOf, ref, resourceOf } from './stacks';
import { actionsOn, allowedBy, statementsOfRole } from './statements';

test('a pipeline without received texts has no function for them', () => {
  const { pipeline, template } = pipelineInStack();
  expect(pipeline.receivedTextsFunction).toBeUndefined();
  expect(alarmIdsOf(pipeline)).toEqual(alarmIdsWith());
  expect(propertiesOf(template(), 'AWS::Scheduler::Schedule')).toHaveLength(3);
});

describe('NotifyPipeline: received texts', () => {
  const { stack, pipeline, apiKeySecret, template: synthesize } = pipelineInStack({ receivedTexts: true });
  const template = synthesize();
  const idOf = (reference: unknown): string => (stack.resolve(reference) as { Ref: string }).Ref;
  const functionId = idOf(pipeline.receivedTextsFunction?.functionName);
  const statements = statementsOfRole(template, idOf(pipeline.receivedTextsFunction?.role?.roleName));

  test('received texts are polled every minute, and no two runs overlap', () => {
    const schedules = propertiesOf(template, 'AWS::Scheduler::Schedule');
    expect(schedules).toContainEqual(
      expect.objectContaining({
        ScheduleExpression: 'rate(1 minute)',
        Target: expect.objectContaining({
          Arn: arn(functionId),
          RetryPolicy: expect.objectContaining({ MaximumRetryAttempts: 0 }) as unknown,
        }) as unknown,
      }),
    );
    expect(resourceOf(template, functionId).Properties).toMatchObject({ Timeout: 55, Runtime: 'nodejs24.x' });
  });

  test('the function gets exactly the variables it needs', () => {
    expect(resourceOf(template, functionId).Properties['Environment']).toEqual({
      Variables: {
        POWERTOOLS_SERVICE_NAME: 'received-texts',
        POWERTOOLS_METRICS_NAMESPACE: metrics.namespace,
        [environment.pipelineId]: stack.resolve(pipeline.pipelineId) as unknown,
        [environment.tableName]: ref(ids.table),
        [environment.eventBusName]: arn(ids.bus),
        [environment.apiKeySecretArn]: stack.resolve(apiKeySecret.secretArn) as unknown,
        [environment.notifyBaseUrl]: 'https://api.notifications.service.gov.uk',
      },
    });
  });

  test('the function may only read the API key, put events and record what it published, and sees no delivery', () => {
    const onTable = statements.filter(({ Resource }) => JSON.stringify(Resource) === JSON.stringify(arn(ids.table)));
    const on = (...keys: string[]) => ({ 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': keys } });
    expect(onTable.map(({ Action, Condition }) => [Action, Condition])).toEqual([
      [['dynamodb:GetItem', 'dynamodb:PutItem'], on('received texts')],
      [['dynamodb:GetItem', 'dynamodb:UpdateItem'], on('published *')],
    ]);
    expect(actionsOn(arn(ids.bus), statements)).toEqual(['events:PutEvents']);
    const allowed = allowedBy(statements);
    expect(new Set(allowed.map(({ resource }) => JSON.stringify(resource))).size).toBe(5);
    expect(JSON.stringify(allowed)).not.toContain('*');
  });

  test('alarms for a function that fails or does not run are added to the others', () => {
    expect(alarmIdsOf(pipeline)).toEqual(alarmIdsWith('receivedTexts'));
  });

  test('received texts are polled at the interval set, and the callbacks function publishes them too', () => {
    const { template: changed } = pipelineInStack({
      receivedTexts: true,
      receivedTextsPollInterval: Duration.minutes(5),
      callbacks: true,
    });
    const expressions = propertiesOf(changed(), 'AWS::Scheduler::Schedule').map((each) => each['ScheduleExpression']);
    expect(expressions).toContain('rate(5 minutes)');
    const told = propertiesOf(changed(), 'AWS::Lambda::Function').flatMap(({ Environment }) => {
      const { Variables } = Environment as { Variables: Record<string, unknown> };
      return Variables[environment.receivesTexts] ?? [];
    });
    expect(told).toEqual(['true']);
  });
});
