import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { EventBus, type IEventBus } from 'aws-cdk-lib/aws-events';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Secret, type ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { metrics, NotifyPipeline, CallbackRoute, type NotifyPipelineProps } from '../../lib';
import { environment } from '../../lib/contract/environment';
import { alarmIdsOf, alarmIdsWith } from './alarm-ids';
import { arn, emptyStack, ids, pipelineInStack, propertiesOf, ref, resourceOf, warningsOf } from './stacks';
import { actionsOn, allowedBy, statementsOfRole } from './statements';

const busArn = 'arn:aws:events:eu-west-2:222222222222:event-bus/staging';
/** Somebody entered these two in Notify: they may never change. */
const told = { url: 'NotifyCallbacksFunctionUrl73F15E3C', token: 'NotifyCallbackTokenBE0DDF16' };

const signingSecretArn = 'arn:aws:secretsmanager:eu-west-2:111111111111:secret:signing-AbCdEf';
const signingIn = (stack: Stack): ISecret => Secret.fromSecretCompleteArn(stack, 'Signing', signingSecretArn);

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

describe('NotifyPipeline: callbacks off', () => {
  const { pipeline, template } = pipelineInStack();

  test('without callbacks there is no URL, token or function for them', () => {
    expect([pipeline.callbackUrl, pipeline.callbackTokenSecret, pipeline.callbacksFunction]).toEqual(
      Array(3).fill(undefined),
    );
    expect(propertiesOf(template(), 'AWS::Lambda::Url')).toEqual([]);
    expect(propertiesOf(template(), 'AWS::SecretsManager::Secret')).toHaveLength(1);
  });
});

describe('NotifyPipeline: callbacks on', () => {
  const { stack, pipeline, template, functionId, properties, statements } = receiptsOn();
  const tokenId = (stack.resolve(pipeline.callbackTokenSecret?.secretArn) as { Ref: string }).Ref;

  test('Notify can call the function’s URL, and nobody can invoke the function in any other way', () => {
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

  test('a callback token is generated, encrypted, retained and of a length that Notify accepts', () => {
    expect(tokenId).toBe(told.token);
    expect(resourceOf(template, tokenId)).toMatchObject({
      DeletionPolicy: 'RetainExceptOnCreate',
      Properties: {
        GenerateSecretString: { PasswordLength: 48, ExcludePunctuation: true },
        KmsKeyId: arn(ids.key),
      },
    });
  });

  test('a flood of calls takes at most ten concurrent executions, and a call is answered within five seconds', () => {
    expect(properties).toMatchObject({ ReservedConcurrentExecutions: 10, Timeout: 5, Runtime: 'nodejs24.x' });
  });

  test('the function gets exactly the variables it needs', () => {
    expect(properties['Environment']).toEqual({
      Variables: {
        POWERTOOLS_SERVICE_NAME: 'callbacks',
        POWERTOOLS_METRICS_NAMESPACE: metrics.namespace,
        [environment.pipelineId]: stack.resolve(pipeline.pipelineId) as unknown,
        [environment.tableName]: ref(ids.table),
        [environment.eventBusName]: arn(ids.bus),
        [environment.receivesTexts]: 'false',
        [environment.textCosts]: 'off',
        [environment.callbackTokenSecretArn]: ref(tokenId),
        [environment.callbackRoutes]: '[]',
      },
    });
  });

  test('the function may only find and update records, put events, take routed callbacks and read the token', () => {
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
    const allowed = allowedBy(statements);
    expect(new Set(allowed.map(({ resource }) => JSON.stringify(resource))).size).toBe(5);
    expect(JSON.stringify(allowed)).not.toContain('*');
  });

  test('takes nothing that other pipelines hand on: there is no queue and no rule for it', () => {
    expect(pipeline.routedCallbackQueue).toBeUndefined();
    expect(propertiesOf(template, 'AWS::Events::Rule')).toEqual([]);
    expect(propertiesOf(template, 'AWS::Lambda::EventSourceMapping')).toHaveLength(3);
  });

  test('alarms for bad tokens, for callbacks that do not come and for a function that fails are added to the others', () => {
    expect(alarmIdsOf(pipeline)).toEqual(alarmIdsWith('callbacks'));
    const onBadToken = propertiesOf(template, 'AWS::CloudWatch::Alarm').find(
      ({ MetricName }) => MetricName === metrics.names.badToken,
    );
    expect(onBadToken).toMatchObject({ Namespace: metrics.namespace, Threshold: 1, EvaluationPeriods: 3, Period: 300 });
    expect(JSON.stringify(onBadToken?.['AlarmDescription'])).toMatch(/What to do first: compare the token in Notify/);
    for (const { AlarmDescription } of propertiesOf(template, 'AWS::CloudWatch::Alarm')) {
      expect(JSON.stringify(AlarmDescription).length).toBeLessThan(1024);
    }
  });
});

describe('NotifyPipeline: props for callbacks', () => {
  test('a token secret passed in is used instead of a new one', () => {
    const stack = emptyStack();
    const callbackTokenSecret = Secret.fromSecretNameV2(stack, 'Token', 'the-token');
    const { pipeline, template, statements } = receiptsOn({ callbackTokenSecret }, stack);
    expect(pipeline.callbackTokenSecret).toBe(callbackTokenSecret);
    expect(propertiesOf(template, 'AWS::SecretsManager::Secret')).toHaveLength(1);
    expect(JSON.stringify(statements)).toMatch(/secretsmanager:GetSecretValue[^\]]*:secret:the-token-\?{6}/);
  });

  test('the function gets the callback routes, and may put callbacks on them and use their keys', () => {
    const stack = emptyStack();
    const queue = new Queue(stack, 'Queue', { encryptionMasterKey: new Key(stack, 'QueueKey') });
    const bus = EventBus.fromEventBusArn(stack, 'Bus', busArn);
    const signingSecret = signingIn(stack);
    const { properties, statements } = receiptsOn(
      {
        callbackRoutes: {
          staging: CallbackRoute.toEventBus(bus, { signingSecret }),
          preview: CallbackRoute.toQueue(queue, { signingSecret }),
        },
      },
      stack,
    );
    const idOf = (value: unknown): string => (stack.resolve(value) as { Ref: string }).Ref;
    const { Variables } = properties['Environment'] as { Variables: Record<string, unknown> };
    expect(Variables[environment.callbackRoutes]).toEqual({
      'Fn::Join': [
        '',
        [
          `[{"pipelineId":"staging","signingSecret":"${signingSecretArn}","eventBusArn":"${busArn}"},{"pipelineId":"preview","signingSecret":"${signingSecretArn}","queueUrl":"`,
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

  test('a route can lead to a pipeline in the same stack, whose id is known only at deployment', () => {
    const stack = emptyStack();
    const { pipeline: other } = pipelineInStack({ callbacks: true }, stack);
    const own = new NotifyPipeline(stack, 'Other', {
      apiKeySecret: Secret.fromSecretNameV2(stack, 'OtherKey', 'other-key'),
      callbacks: true,
      callbackRoutes: {
        [other.pipelineId]: CallbackRoute.toEventBus(other.eventBus, { signingSecret: signingIn(stack) }),
      },
    });
    const variables = JSON.stringify(propertiesOf(Template.fromStack(stack), 'AWS::Lambda::Function'));
    expect(own.callbackUrl).toBeDefined();
    expect(variables).toContain(environment.callbackRoutes);
    expect(variables).not.toContain('Token[');
  });
});

describe('a pipeline that takes what other pipelines hand on', () => {
  const busOf = (stack: Stack) => EventBus.fromEventBusArn(stack, 'Bus', busArn);
  const taking = (
    fromEventBus: boolean | undefined,
    props: Partial<NotifyPipelineProps> = {},
    stack = emptyStack(),
  ) => {
    const from = fromEventBus === undefined ? {} : { fromEventBus };
    return receiptsOn({ ...props, routedCallbacks: { signingSecret: signingIn(stack), ...from } }, stack);
  };

  test('has a queue that keeps it until it is written down, and reads the secret that it is signed with', () => {
    const { stack, pipeline, template, functionId, properties, statements } = taking(undefined);
    const queueArn = stack.resolve(pipeline.routedCallbackQueue?.queueArn) as unknown;
    expect(propertiesOf(template, 'AWS::Lambda::EventSourceMapping')).toContainEqual(
      expect.objectContaining({
        EventSourceArn: queueArn,
        FunctionName: ref(functionId),
        FunctionResponseTypes: ['ReportBatchItemFailures'],
      }),
    );
    const routed = propertiesOf(template, 'AWS::SQS::Queue').find(
      ({ SqsManagedSseEnabled, VisibilityTimeout }) => SqsManagedSseEnabled && VisibilityTimeout,
    );
    expect(routed).toMatchObject({ MessageRetentionPeriod: 1_209_600, VisibilityTimeout: 300 });
    expect(routed).not.toHaveProperty('RedrivePolicy');
    expect(actionsOn(queueArn, statements)).toEqual([
      'sqs:ChangeMessageVisibility',
      'sqs:DeleteMessage',
      'sqs:GetQueueAttributes',
      'sqs:ReceiveMessage',
    ]);
    expect(actionsOn(signingSecretArn, statements)).toEqual(['secretsmanager:GetSecretValue']);
    expect(properties['Environment']).toMatchObject({
      Variables: { [environment.routedCallbackSecretArn]: signingSecretArn },
    });
  });

  test('has an alarm for what is not so signed', () => {
    const { pipeline, template } = taking(undefined);
    expect(pipeline.alarms.find('badSignature')).toBeDefined();
    expect(alarmIdsOf(pipeline)).toEqual(alarmIdsWith('callbacks', 'routedCallbacks'));
    const alarm = propertiesOf(template, 'AWS::CloudWatch::Alarm').find(
      ({ MetricName }) => MetricName === metrics.names.badSignature,
    );
    expect(alarm).toMatchObject({ Namespace: metrics.namespace, Threshold: 1, EvaluationPeriods: 1 });
    expect(JSON.stringify(alarm?.['AlarmDescription']).length).toBeLessThan(1024);
  });

  test.each([undefined, false])('has no rule on any bus if fromEventBus is %s', (fromEventBus) => {
    expect(propertiesOf(taking(fromEventBus).template, 'AWS::Events::Rule')).toEqual([]);
  });

  test('has a rule on its bus that brings it to the queue, if that is asked for', () => {
    const { stack, pipeline, template } = taking(true);
    expect(propertiesOf(template, 'AWS::Events::Rule')).toEqual([
      expect.objectContaining({
        EventBusName: ref(ids.bus),
        EventPattern: {
          source: ['cdk-govuk-notify-callbacks'],
          'detail-type': ['Callback Routed'],
          detail: { pipeline_id: [stack.resolve(pipeline.pipelineId)] },
        },
        Targets: [
          expect.objectContaining({
            Arn: stack.resolve(pipeline.routedCallbackQueue?.queueArn) as unknown,
            InputPath: '$.detail',
          }),
        ],
      }),
    ]);
  });

  test('is refused a rule on a bus of another account, with what to do instead', () => {
    const stack = emptyStack('Stack', { env: { account: '111111111111', region: 'eu-west-2' } });
    expect(() => taking(true, { eventBus: busOf(stack) }, stack)).toThrow(
      /fromEventBus must not be true, because the bus is in account 222222222222 and not 111111111111, .*CallbackRoute\.toQueue$/,
    );
    expect(() =>
      taking(undefined, { eventBus: EventBus.fromEventBusArn(stack, 'B', busArn) }, emptyStack()),
    ).not.toThrow();
  });

  test('has the rule on a bus by its ARN, in a stack that does not say where it is, and on one of one’s own', () => {
    const stack = emptyStack();
    expect(propertiesOf(taking(true, { eventBus: busOf(stack) }, stack).template, 'AWS::Events::Rule')).toMatchObject([
      { EventBusName: 'staging', EventPattern: { 'detail-type': ['Callback Routed'] } },
    ]);
    const another = emptyStack();
    const eventBus = new EventBus(another, 'Bus') as IEventBus;
    expect(propertiesOf(taking(true, { eventBus }, another).template, 'AWS::Events::Rule')).toHaveLength(1);
    expect(warningsOf(another)).toEqual([]);
  });
});

describe('the bus that a pipeline has made', () => {
  test('takes events of the pipeline’s source from its functions alone, in this account too', () => {
    const { stack, pipeline, template } = receiptsOn({ receivedTexts: true });
    const roles = [pipeline.announceFunction, pipeline.callbacksFunction, pipeline.receivedTextsFunction].map(
      (each) => stack.resolve(each?.role?.roleArn) as unknown,
    );
    expect(propertiesOf(template, 'AWS::Events::EventBusPolicy')).toMatchObject([
      {
        EventBusName: ref(ids.bus),
        Statement: {
          Effect: 'Deny',
          Principal: '*',
          Action: 'events:PutEvents',
          Resource: arn(ids.bus),
          Condition: {
            'ForAnyValue:StringEquals': { 'events:source': ['cdk-govuk-notify'] },
            ArnNotEquals: { 'aws:PrincipalArn': roles },
          },
        },
      },
    ]);
  });

  test('is no bus for another pipeline, whose error says to share one that is made for both', () => {
    const stack = emptyStack();
    const { pipeline } = pipelineInStack({}, stack);
    const apiKeySecret = Secret.fromSecretNameV2(stack, 'OtherKey', 'other-key');
    expect(() => new NotifyPipeline(stack, 'Other', { apiKeySecret, eventBus: pipeline.eventBus })).toThrow(
      /^eventBus belongs to another pipeline, Stack\/Notify\/EventBus, .*: make an EventBus and give it to both$/,
    );
  });

  test('has its policy, and one that is given keeps its own', () => {
    const stack = emptyStack();
    const eventBus = new EventBus(stack, 'Bus') as IEventBus;
    expect(propertiesOf(receiptsOn({ eventBus }, stack).template, 'AWS::Events::EventBusPolicy')).toEqual([]);
  });
});
