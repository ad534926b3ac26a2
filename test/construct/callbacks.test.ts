import { Template } from 'aws-cdk-lib/assertions';
import { EventBus, type IEventBus } from 'aws-cdk-lib/aws-events';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { metrics, NotifyPipeline, CallbackRoute, type NotifyPipelineProps } from '../../lib';
import { environment } from '../../lib/contract/environment';
import { arn, emptyStack, ids, pipelineInStack, propertiesOf, ref, resourceOf, warningsOf } from './stacks';
import { actionsOn, allowedBy, statementsOfRole } from './statements';

const busArn = 'arn:aws:events:eu-west-2:222222222222:event-bus/staging';
/** Notify has been told of these two: they may never change. */
const told = { url: 'NotifyCallbacksFunctionUrl73F15E3C', token: 'NotifyCallbackTokenBE0DDF16' };

/** A pipeline with its receipts on, and what the tests look at. */
function receiptsOn(props: Partial<NotifyPipelineProps> = {}, stack = emptyStack()) {
  const { pipeline, template } = pipelineInStack({ ...props, callbacks: true }, stack);
  const synthesized = template();
  const idOf = (reference: unknown): string => (stack.resolve(reference) as { Ref: string }).Ref;
  const functionId = idOf(pipeline.callbacksFunction?.functionName);
  return {
    stack,
    pipeline,
    template: synthesized,
    functionId,
    properties: resourceOf(synthesized, functionId).Properties,
    statements: statementsOfRole(synthesized, idOf(pipeline.callbacksFunction?.role?.roleName)),
  };
}

describe('a pipeline whose receipts are not on', () => {
  const { pipeline, template } = pipelineInStack();

  test('has no URL, no token and no function for them', () => {
    expect([pipeline.callbackUrl, pipeline.callbackTokenSecret, pipeline.callbacksFunction]).toEqual(
      Array(3).fill(undefined),
    );
    expect(propertiesOf(template(), 'AWS::Lambda::Url')).toEqual([]);
    expect(propertiesOf(template(), 'AWS::SecretsManager::Secret')).toHaveLength(1);
  });
});

describe('a pipeline whose receipts are on', () => {
  const { stack, pipeline, template, functionId, properties, statements } = receiptsOn();
  const tokenId = (stack.resolve(pipeline.callbackTokenSecret?.secretArn) as { Ref: string }).Ref;

  test('has a URL that Notify can call, and nobody may run the function in another way', () => {
    expect(resourceOf(template, told.url)).toMatchObject({
      Type: 'AWS::Lambda::Url',
      Properties: { AuthType: 'NONE', TargetFunctionArn: arn(functionId) },
    });
    expect(stack.resolve(pipeline.callbackUrl)).toEqual(arn(told.url, 'FunctionUrl'));
    const permissions = propertiesOf(template, 'AWS::Lambda::Permission').filter(
      ({ FunctionName }) => JSON.stringify(FunctionName) === JSON.stringify(arn(functionId)),
    );
    expect(permissions).toHaveLength(2);
    for (const { Principal, FunctionUrlAuthType, InvokedViaFunctionUrl } of permissions) {
      expect(Principal === '*' && (FunctionUrlAuthType === 'NONE' || InvokedViaFunctionUrl === true)).toBe(true);
    }
  });

  test('has a token made up for it, encrypted, kept, and of a length that Notify takes', () => {
    expect(tokenId).toBe(told.token);
    expect(resourceOf(template, tokenId)).toMatchObject({
      DeletionPolicy: 'Retain',
      Properties: {
        GenerateSecretString: { PasswordLength: 48, ExcludePunctuation: true },
        KmsKeyId: arn(ids.key),
      },
    });
  });

  test('lets no flood of calls take more than ten of the account’s executions, and answers while Notify waits', () => {
    expect(properties).toMatchObject({ ReservedConcurrentExecutions: 10, Timeout: 5, Runtime: 'nodejs24.x' });
  });

  test('tells the function exactly what it needs', () => {
    expect(properties['Environment']).toEqual({
      Variables: {
        POWERTOOLS_SERVICE_NAME: 'callbacks',
        POWERTOOLS_METRICS_NAMESPACE: metrics.namespace,
        [environment.pipelineId]: stack.resolve(pipeline.pipelineId) as unknown,
        [environment.tableName]: ref(ids.table),
        [environment.eventBusName]: arn(ids.bus),
        [environment.receivesTexts]: 'false',
        [environment.callbackTokenSecretArn]: ref(tokenId),
        [environment.callbackRoutes]: '[]',
      },
    });
  });

  test('lets it find and update records, tell of what people send back and read the token, and nothing else', () => {
    expect(actionsOn(arn(ids.bus), statements)).toEqual(['events:PutEvents']);
    expect(actionsOn(arn(ids.table), statements)).toEqual(['dynamodb:GetItem', 'dynamodb:UpdateItem']);
    expect(actionsOn(ref(tokenId), statements)).toEqual(['secretsmanager:GetSecretValue']);
    expect(actionsOn(arn(ids.key), statements)).toEqual([
      'kms:Decrypt',
      'kms:DescribeKey',
      'kms:Encrypt',
      'kms:GenerateDataKey',
      'kms:GenerateDataKeyWithoutPlaintext',
      'kms:ReEncryptFrom',
      'kms:ReEncryptTo',
    ]);
    expect(actionsOn(stack.resolve(pipeline.routedCallbackQueue?.queueArn), statements)).toEqual([
      'sqs:ChangeMessageVisibility',
      'sqs:DeleteMessage',
      'sqs:GetQueueAttributes',
      'sqs:GetQueueUrl',
      'sqs:ReceiveMessage',
    ]);
    const allowed = allowedBy(statements);
    expect(new Set(allowed.map(({ resource }) => JSON.stringify(resource))).size).toBe(6);
    expect(JSON.stringify(allowed)).not.toContain('*');
  });

  test('gets what other pipelines put on its bus for it by way of a queue that keeps it until it is written down', () => {
    const queueArn = stack.resolve(pipeline.routedCallbackQueue?.queueArn) as unknown;
    expect(propertiesOf(template, 'AWS::Events::Rule')).toEqual([
      expect.objectContaining({
        EventBusName: ref(ids.bus),
        EventPattern: {
          source: ['cdk-govuk-notify'],
          'detail-type': ['Callback Routed'],
          detail: { pipeline_id: [stack.resolve(pipeline.pipelineId)] },
        },
        Targets: [expect.objectContaining({ Arn: queueArn, InputPath: '$.detail' })],
      }),
    ]);
    expect(propertiesOf(template, 'AWS::Lambda::EventSourceMapping')).toContainEqual(
      expect.objectContaining({
        EventSourceArn: queueArn,
        FunctionName: ref(functionId),
        FunctionResponseTypes: ['ReportBatchItemFailures'],
      }),
    );
    const routed = propertiesOf(template, 'AWS::SQS::Queue').find(({ SqsManagedSseEnabled }) => SqsManagedSseEnabled);
    expect(routed).toMatchObject({ MessageRetentionPeriod: 1_209_600, VisibilityTimeout: 300 });
    expect(routed).not.toHaveProperty('RedrivePolicy');
  });

  test('has an alarm for a bad token and one for a function that fails, beside those that there are anyway', () => {
    const { badToken, callbacksErrors, all } = pipeline.alarms;
    expect([badToken, callbacksErrors].every((alarm) => alarm && all.includes(alarm))).toBe(true);
    expect(all).toHaveLength(16);
    const onBadToken = propertiesOf(template, 'AWS::CloudWatch::Alarm').find(
      ({ MetricName }) => MetricName === metrics.names.badToken,
    );
    expect(onBadToken).toMatchObject({ Namespace: metrics.namespace, Threshold: 1, EvaluationPeriods: 1, Period: 300 });
    expect(JSON.stringify(onBadToken?.['AlarmDescription'])).toMatch(/What to do first: put the token that Notify has/);
    for (const { AlarmDescription } of propertiesOf(template, 'AWS::CloudWatch::Alarm')) {
      expect(JSON.stringify(AlarmDescription).length).toBeLessThan(1024);
    }
  });
});

describe('what is given to receipts is used', () => {
  test('a secret for the token: no other is made, and this is the one that is read', () => {
    const stack = emptyStack();
    const callbackTokenSecret = Secret.fromSecretNameV2(stack, 'Token', 'the-token');
    const { pipeline, template, statements } = receiptsOn({ callbackTokenSecret }, stack);
    expect(pipeline.callbackTokenSecret).toBe(callbackTokenSecret);
    expect(propertiesOf(template, 'AWS::SecretsManager::Secret')).toHaveLength(1);
    expect(JSON.stringify(statements)).toMatch(/secretsmanager:GetSecretValue[^\]]*:secret:the-token-\?{6}/);
  });

  test('routes: the function knows them, and may put on them and use their keys', () => {
    const stack = emptyStack();
    const queue = new Queue(stack, 'Queue', { encryptionMasterKey: new Key(stack, 'QueueKey') });
    const bus = EventBus.fromEventBusArn(stack, 'Bus', busArn);
    const { properties, statements } = receiptsOn(
      { callbackRoutes: { staging: CallbackRoute.toEventBus(bus), preview: CallbackRoute.toQueue(queue) } },
      stack,
    );
    const idOf = (value: unknown): string => (stack.resolve(value) as { Ref: string }).Ref;
    const { Variables } = properties['Environment'] as { Variables: Record<string, unknown> };
    expect(Variables[environment.callbackRoutes]).toEqual({
      'Fn::Join': [
        '',
        [
          `[{"pipelineId":"staging","eventBusArn":"${busArn}"},{"pipelineId":"preview","queueUrl":"`,
          ref(idOf(queue.queueUrl)),
          '"}]',
        ],
      ],
    });
    expect(actionsOn(busArn, statements)).toEqual(['events:PutEvents']);
    expect(actionsOn(stack.resolve(queue.queueArn), statements)).toEqual(['sqs:SendMessage']);
    expect(actionsOn(stack.resolve(queue.encryptionMasterKey?.keyArn), statements)).toEqual([
      'kms:Decrypt',
      'kms:GenerateDataKey',
    ]);
  });

  test('a route to a pipeline of the same stack, by an id that only the deployment knows', () => {
    const stack = emptyStack();
    const { pipeline: other } = pipelineInStack({ callbacks: true }, stack);
    const own = new NotifyPipeline(stack, 'Other', {
      apiKeySecret: Secret.fromSecretNameV2(stack, 'OtherKey', 'other-key'),
      callbacks: true,
      callbackRoutes: { [other.pipelineId]: CallbackRoute.toEventBus(other.eventBus) },
    });
    const variables = JSON.stringify(propertiesOf(Template.fromStack(stack), 'AWS::Lambda::Function'));
    expect(own.callbackUrl).toBeDefined();
    expect(variables).toContain(environment.callbackRoutes);
    expect(variables).not.toContain('Token[');
  });

  test('a bus of another account: no rule can be made on it, and what to do instead is warned of', () => {
    const stack = emptyStack('Stack', { env: { account: '111111111111', region: 'eu-west-2' } });
    const eventBus = EventBus.fromEventBusArn(stack, 'Bus', busArn);
    expect(propertiesOf(receiptsOn({ eventBus }, stack).template, 'AWS::Events::Rule')).toEqual([]);
    const [warning, ...others] = warningsOf(stack);
    expect(warning).toMatch(/the bus is of account 222222222222 and not 111111111111, where no rule can be made: lead/);
    expect(warning).toMatch(
      /routedCallbackQueue .*CallbackRoute\.toQueue.* \[ack: cdk-govuk-notify:noRoutedCallbacks\]$/,
    );
    expect(others).toEqual([]);
  });

  test('a bus by its ARN, in a stack that does not say where it is: the rule is made, and nothing is warned of', () => {
    const stack = emptyStack();
    const eventBus = EventBus.fromEventBusArn(stack, 'Bus', busArn);
    expect(propertiesOf(receiptsOn({ eventBus }, stack).template, 'AWS::Events::Rule')).toMatchObject([
      { EventBusName: 'staging', EventPattern: { 'detail-type': ['Callback Routed'] } },
    ]);
    expect(warningsOf(stack)).toEqual([]);
  });

  test('a bus of one’s own: the rule is made on it', () => {
    const stack = emptyStack();
    const eventBus = new EventBus(stack, 'Bus') as IEventBus;
    expect(propertiesOf(receiptsOn({ eventBus }, stack).template, 'AWS::Events::Rule')).toHaveLength(1);
  });
});
