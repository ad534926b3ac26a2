import { Duration } from 'aws-cdk-lib';
import { metrics } from '../../lib';
import { environment } from '../../lib/contract/environment';
import { arn, ids, pipelineInStack, propertiesOf, ref, resourceOf } from './stacks';
import { actionsOn, allowedBy, statementsOfRole } from './statements';

test('a pipeline whose received texts are not on has no function for them', () => {
  const { pipeline, template } = pipelineInStack();
  expect([pipeline.receivedTextsFunction, pipeline.alarms.receivedReceivedTextsErrors]).toEqual([undefined, undefined]);
  expect(propertiesOf(template(), 'AWS::Scheduler::Schedule')).toHaveLength(2);
});

describe('a pipeline whose received texts are on', () => {
  const { stack, pipeline, apiKeySecret, template: synthesize } = pipelineInStack({ receivedTexts: true });
  const template = synthesize();
  const idOf = (reference: unknown): string => (stack.resolve(reference) as { Ref: string }).Ref;
  const functionId = idOf(pipeline.receivedTextsFunction?.functionName);
  const statements = statementsOfRole(template, idOf(pipeline.receivedTextsFunction?.role?.roleName));

  test('asks for them every minute, and no two runs overlap', () => {
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

  test('tells the function exactly what it needs', () => {
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

  test('lets it read the API key, put events on the bus and remember what it told, and see no delivery', () => {
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

  test('has an alarm for a function that fails, beside those that there are anyway', () => {
    const { receivedReceivedTextsErrors, all } = pipeline.alarms;
    expect(receivedReceivedTextsErrors && all.includes(receivedReceivedTextsErrors)).toBe(true);
    expect(all).toHaveLength(14);
  });

  test('asks for them as often as it is told, and has the receipts function tell of them too', () => {
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
