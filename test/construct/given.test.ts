import { App, CfnParameter, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { Alias, Key, type IKey } from 'aws-cdk-lib/aws-kms';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Secret, type ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { NotifyPipeline, type NotifyPipelineProps } from '../../lib';
import { InvalidSettingsError } from '../../lib/construct/validation/invalid-settings-error';
import { environment } from '../../lib/contract/environment';
import { alarmIdsOf } from './alarm-ids';
import { arn, emptyStack, ids, pipelineInStack, propertiesOf, ref, resourcesOf, roleIn, type Resource } from './stacks';
import { actionsOn, statementsOfRole, type Statement } from './statements';

type Variables = Readonly<Record<string, unknown>>;

function variablesOf(template: Template, name: string): Variables | undefined {
  const environments = propertiesOf(template, 'AWS::Lambda::Function').map(
    ({ Environment }) => (Environment as { Variables: Variables }).Variables,
  );
  return environments.find((variables) => variables['POWERTOOLS_SERVICE_NAME'] === name);
}

function statementsOf({
  stack,
  pipeline,
}: {
  stack: Stack;
  pipeline: NotifyPipeline;
}): Record<string, readonly Statement[]> {
  const { sendFunction, sendUrgentFunction, pollFunction, releaseFunction, announceFunction } = pipeline;
  const template = Template.fromStack(stack);
  return Object.fromEntries(
    Object.entries({ sendFunction, sendUrgentFunction, pollFunction, releaseFunction, announceFunction }).map(
      ([name, { role }]) => {
        const { Ref } = stack.resolve(role?.roleName) as { Ref: string };
        return [name, statementsOfRole(template, Ref)];
      },
    ),
  );
}

describe('NotifyPipeline: props', () => {
  test('each prop changes the resources and variables it sets', () => {
    const changed = pipelineInStack({
      notifyBaseUrl: 'http://127.0.0.1:6011',
      pollInterval: Duration.minutes(5),
      recordRetention: Duration.days(15),
      rateLimit: 6000,
      rateShare: 0.5,
      maxFailures: 4,
      logRetention: RetentionDays.ONE_WEEK,
      maxConcurrency: 2,
      urgentMaxConcurrency: 1000,
    }).template();
    const asked = { [environment.notifyBaseUrl]: 'http://127.0.0.1:6011' };
    const paced = { ...asked, [environment.rateLimit]: '6000', [environment.rateShare]: '0.5' };
    expect(variablesOf(changed, 'send')).toMatchObject({
      ...paced,
      [environment.maxFailures]: '4',
      [environment.recordRetentionSeconds]: '1296000',
    });
    expect(variablesOf(changed, 'poll')).toMatchObject({ ...asked, [environment.pollIntervalSeconds]: '300' });
    expect(variablesOf(changed, 'release')).toMatchObject(paced);
    expect(propertiesOf(changed, 'AWS::Scheduler::Schedule').map((each) => each['ScheduleExpression'])).toEqual([
      'rate(5 minutes)',
      'rate(1 minute)',
      'rate(1 minute)',
    ]);
    for (const { RetentionInDays } of propertiesOf(changed, 'AWS::Logs::LogGroup')) expect(RetentionInDays).toBe(7);
    expect(propertiesOf(changed, 'AWS::Lambda::EventSourceMapping')).toMatchObject([
      { EventSourceArn: arn(ids.queue), ScalingConfig: { MaximumConcurrency: 2 } },
      { EventSourceArn: arn(ids.urgentQueue), ScalingConfig: { MaximumConcurrency: 1000 } },
      {},
    ]);
  });

  test('removalPolicy DESTROY leaves nothing behind when the stack is deleted', () => {
    const { Resources } = pipelineInStack({ removalPolicy: RemovalPolicy.DESTROY }).template().toJSON() as {
      Resources: Record<string, Resource>;
    };
    const policies = new Set(Object.values(Resources).map(({ DeletionPolicy }) => DeletionPolicy));
    expect(policies).toEqual(new Set(['Delete', undefined]));
    expect(Resources[ids.table]?.Properties).toMatchObject({ Replicas: [{ DeletionProtectionEnabled: false }] });
  });

  test('a value known only at deployment reaches the functions', () => {
    const stack = emptyStack();
    const seconds = new CfnParameter(stack, 'Seconds', { type: 'Number' });
    const share = new CfnParameter(stack, 'Share', { type: 'Number' });
    const props = { recordRetention: Duration.seconds(seconds.valueAsNumber), rateShare: share.valueAsNumber };
    const later = pipelineInStack(props, stack).template();
    expect(variablesOf(later, 'send')).toMatchObject({
      [environment.recordRetentionSeconds]: ref('Seconds'),
      [environment.rateShare]: ref('Share'),
    });
    expect(variablesOf(later, 'release')).toMatchObject({ [environment.rateShare]: ref('Share') });
  });
});

describe('NotifyPipeline: resources passed in', () => {
  const keyArn = 'arn:aws:kms:eu-west-2:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab';

  test('a bus passed in, even from another account, replaces the pipeline’s own, and only announce may put events on it', () => {
    const stack = emptyStack();
    const busArn = 'arn:aws:events:eu-west-2:111111111111:event-bus/central';
    const eventBus = EventBus.fromEventBusArn(stack, 'Given', busArn);
    const given = pipelineInStack({ eventBus }, stack);
    const synthesized = given.template();
    expect(given.pipeline.eventBus).toBe(eventBus);
    expect(propertiesOf(synthesized, 'AWS::Events::EventBus')).toEqual([]);
    expect(given.pipeline.eventDeadLetterQueue).toBeUndefined();
    expect(alarmIdsOf(given.pipeline)).not.toContain('EventDeadLetters');
    expect(variablesOf(synthesized, 'announce')).toMatchObject({ [environment.eventBusName]: busArn });
    expect(statementsOf(given)['announceFunction']).toContainEqual({
      Effect: 'Allow',
      Action: 'events:PutEvents',
      Resource: busArn,
    });
  });

  test('an imported key is used instead of a new one, encrypts everything, and every function may use it', () => {
    const stack = emptyStack();
    const encryptionKey = Key.fromKeyArn(stack, 'Given', keyArn);
    const given = pipelineInStack({ encryptionKey }, stack);
    const synthesized = given.template();
    expect(given.pipeline.encryptionKey).toBe(encryptionKey);
    expect(propertiesOf(synthesized, 'AWS::KMS::Key')).toEqual([]);
    for (const [id, { Properties }] of Object.entries(resourcesOf(synthesized, 'AWS::SQS::Queue'))) {
      if (id !== ids.eventDeadLetterQueue) expect(Properties['KmsMasterKeyId']).toBe(keyArn);
    }
    for (const bus of propertiesOf(synthesized, 'AWS::Events::EventBus')) expect(bus['KmsKeyIdentifier']).toBe(keyArn);
    for (const logs of propertiesOf(synthesized, 'AWS::Logs::LogGroup')) expect(logs['KmsKeyId']).toBe(keyArn);
    for (const bucket of propertiesOf(synthesized, 'AWS::S3::Bucket')) {
      expect(JSON.stringify(bucket['BucketEncryption'])).toContain(keyArn);
    }
    expect(propertiesOf(synthesized, 'AWS::SecretsManager::Secret')).toMatchObject([{ KmsKeyId: keyArn }]);
    expect(propertiesOf(synthesized, 'AWS::DynamoDB::GlobalTable')).toMatchObject([
      { Replicas: [{ SSESpecification: { KMSMasterKeyId: keyArn } }] },
      { Replicas: [{ SSESpecification: { KMSMasterKeyId: keyArn } }] },
    ]);
    for (const statements of Object.values(statementsOf(given))) {
      expect(actionsOn(keyArn, statements)).toContain('kms:Decrypt');
    }
  });

  test('a key and a secret from another stack create no circular dependency', () => {
    const app = new App();
    const shared = new Stack(app, 'Shared');
    const encryptionKey = new Key(shared, 'Key');
    const secret = new Secret(shared, 'ApiKey', { encryptionKey: new Key(shared, 'SecretKey') });
    const stack = new Stack(app, 'Stack');
    // A Secret is an ISecret, but the CDK's declarations do not agree on that under exactOptionalPropertyTypes.
    const { pipeline } = pipelineInStack({ encryptionKey, apiKeySecret: secret as ISecret }, stack);
    pipeline.grantSend(roleIn(stack).role);
    expect(() => app.synth()).not.toThrow();
    expect(shared.dependencies).not.toContain(stack);
    expect(JSON.stringify(propertiesOf(Template.fromStack(shared), 'AWS::KMS::Key'))).toContain('logs.');
  });

  test('functions that read the API key may also use the key that encrypts its secret', () => {
    const stack = emptyStack();
    const secretArn = 'arn:aws:secretsmanager:eu-west-2:111111111111:secret:notify-AbCdEf';
    const apiKeySecret = Secret.fromSecretAttributes(stack, 'Given', {
      secretCompleteArn: secretArn,
      encryptionKey: Key.fromKeyArn(stack, 'GivenKey', keyArn),
    });
    const statements = statementsOf(pipelineInStack({ apiKeySecret }, stack));
    for (const name of ['sendFunction', 'sendUrgentFunction', 'pollFunction', 'releaseFunction']) {
      expect(actionsOn(secretArn, statements[name] ?? [])).toEqual(['secretsmanager:GetSecretValue']);
      expect(actionsOn(keyArn, statements[name] ?? [])).toEqual(['kms:Decrypt']);
    }
    expect(actionsOn(secretArn, statements['announceFunction'] ?? [])).toEqual([]);
  });

  describe('NotifyPipeline: secret with a name that ends like a complete ARN', () => {
    const arnOf = (name: string) => `arn:aws:secretsmanager:eu-west-2:222222222222:secret:${name}`;
    const asksFor = (secretIn: (stack: Stack, id: string) => ISecret): unknown[] => {
      const stack = emptyStack();
      const props = { apiKeySecret: secretIn(stack, 'GivenKey'), callbackTokenSecret: secretIn(stack, 'GivenToken') };
      const template = pipelineInStack(
        { ...props, callbacks: true, receivedTexts: true, letterPdfs: true },
        stack,
      ).template();
      const askers = ['send', 'send-urgent', 'poll', 'release', 'received-texts', 'letter-pdfs'];
      return [
        ...askers.map((name) => variablesOf(template, name)?.[environment.apiKeySecretArn]),
        variablesOf(template, 'callbacks')?.[environment.callbackTokenSecretArn],
      ];
    };

    test.each(['notify-apikey', 'govuk-notify/my.key-secret'])(
      'a secret imported by name is read by its name, because its ARN would not be found: %s',
      (name) => {
        const asked = asksFor((...at) => Secret.fromSecretNameV2(...at, name));
        expect(asked).toEqual(Array(7).fill(name));
      },
    );

    test('a secret whose name is known only at deployment is read by its name', () => {
      const stack = emptyStack();
      const { valueAsString } = new CfnParameter(stack, 'Name');
      const apiKeySecret = Secret.fromSecretNameV2(stack, 'Named', valueAsString);
      const template = pipelineInStack({ apiKeySecret }, stack).template();
      expect(variablesOf(template, 'send')?.[environment.apiKeySecretArn]).toEqual(ref('Name'));
    });

    test('a secret imported by its complete ARN is read by that ARN, and so is any other secret', () => {
      const asked = asksFor((...at) => Secret.fromSecretCompleteArn(...at, arnOf('notify-apikey-AbCdEf')));
      expect(asked).toEqual(Array(7).fill(arnOf('notify-apikey-AbCdEf')));
      const others = asksFor((...at) => Secret.fromSecretPartialArn(...at, arnOf('notify-key')));
      expect(others).toEqual(Array(7).fill(arnOf('notify-key')));
    });

    test('a partial ARN is refused if Secrets Manager would take it for a complete one', () => {
      const asked = () => asksFor((...at) => Secret.fromSecretPartialArn(...at, arnOf('notify-apikey')));
      expect(asked).toThrow(InvalidSettingsError);
      expect(asked).toThrow(
        "Secrets Manager does not find a secret by 'arn:aws:secretsmanager:eu-west-2:222222222222:secret:notify-apikey', because it reads that as a complete ARN: import the secret by its name, or by its complete ARN",
      );
    });
  });

  describe('NotifyPipeline: key known only by its alias', () => {
    const aliasArn = 'arn:aws:kms:eu-west-2:111111111111:alias/notify';
    const byName = (stack: Stack): IKey => Alias.fromAliasName(stack, 'Known', 'alias/notify');
    const byArn = (stack: Stack): IKey => Key.fromKeyArn(stack, 'Known', aliasArn);
    const secretWith = (stack: Stack, encryptionKey: IKey): ISecret =>
      Secret.fromSecretAttributes(stack, 'Given', {
        secretPartialArn: 'arn:aws:secretsmanager:eu-west-2:111111111111:secret:notify',
        encryptionKey,
      });

    test.each<[string, (stack: Stack) => Partial<NotifyPipelineProps>]>([
      ['the key of the pipeline, by the name', (stack) => ({ encryptionKey: byName(stack) })],
      ['the key of the pipeline, by the ARN', (stack) => ({ encryptionKey: byArn(stack) })],
      ['the key of the API key, by the name', (stack) => ({ apiKeySecret: secretWith(stack, byName(stack)) })],
      ['the key of the API key, by the ARN', (stack) => ({ apiKeySecret: secretWith(stack, byArn(stack)) })],
    ])(
      'a key known only by its alias is refused because no policy can allow its use: %s of the alias',
      (_which, props) => {
        const given = () => {
          const stack = emptyStack();
          pipelineInStack(props(stack), stack);
        };
        expect(given).toThrow(InvalidSettingsError);
        expect(given).toThrow(
          'no policy can allow the use of the key Stack/Known, because you imported it by its alias: use Key.fromLookup',
        );
      },
    );

    test('fromAttributes refuses the ARN of an alias as encryptionKeyArn', () => {
      const attributes = { pipelineId: 'mine', encryptionKeyArn: aliasArn };
      expect(() => NotifyPipeline.fromAttributes(emptyStack(), 'Notify', attributes)).toThrow(
        'encryptionKeyArn must be the ARN of a key, because a policy cannot allow the use of a key by its alias, got',
      );
    });

    test('an alias is accepted if the CDK’s feature flag writes policies for aliases', () => {
      const flags = { '@aws-cdk/aws-kms:applyImportedAliasPermissionsToPrincipal': true };
      const stack = new Stack(new App({ context: flags }), 'Stack');
      const given = pipelineInStack({ apiKeySecret: secretWith(stack, byName(stack)) }, stack);
      expect(statementsOf(given)['sendFunction']).toContainEqual(
        expect.objectContaining({
          Condition: expect.objectContaining({
            'ForAnyValue:StringEquals': { 'kms:ResourceAliases': 'alias/notify' },
          }) as unknown,
        }),
      );
    });
  });

  test('an alarm topic is notified when any alarm goes off and when it clears', () => {
    const stack = emptyStack();
    const alarmTopic = new Topic(stack, 'OnCall');
    const told = [stack.resolve(alarmTopic.topicArn)] as unknown[];
    const alarms = propertiesOf(pipelineInStack({ alarmTopic }, stack).template(), 'AWS::CloudWatch::Alarm');
    expect(alarms.length).toBeGreaterThan(0);
    for (const alarm of alarms) expect(alarm).toMatchObject({ AlarmActions: told, OKActions: told });
  });
});
