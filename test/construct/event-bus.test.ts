import { App, NestedStack, Stack } from 'aws-cdk-lib';
import { Key, type IKey } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { NotifyPipeline } from '../../lib';
import { pipeline, resolve, template } from './plain-pipeline';
import { arn, ids, resourceOf } from './stacks';
import { statementsOfKey, statementsOfQueue } from './statements';

const eventBridge = { Service: 'events.amazonaws.com' };

describe('the pipeline’s own event bus', () => {
  const bus = resourceOf(template, ids.bus);

  test('is encrypted with the pipeline’s key', () => {
    expect(bus.Properties['KmsKeyIdentifier']).toEqual(arn(ids.key));
  });

  test('has the key’s leave to be encrypted, and no more of EventBridge has', () => {
    const account = { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } };
    const anyBus: unknown = resolve(
      Stack.of(pipeline).formatArn({ service: 'events', resource: 'event-bus', resourceName: '*' }),
    );
    const ofEventBridge = statementsOfKey(template, ids.key).filter(({ Principal }) =>
      JSON.stringify(Principal).includes(eventBridge.Service),
    );
    const common = { Effect: 'Allow', Principal: eventBridge, Resource: '*' };
    expect(ofEventBridge).toEqual([
      {
        ...common,
        Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
        Condition: { StringEquals: account, ArnLike: { 'kms:EncryptionContext:aws:events:event-bus:arn': anyBus } },
      },
      { ...common, Action: 'kms:DescribeKey', Condition: { StringEquals: account } },
    ]);
  });

  test('puts what cannot be encrypted on a queue that does without the key', () => {
    expect(bus.Properties['DeadLetterConfig']).toEqual({ Arn: arn(ids.eventDeadLetterQueue) });
    expect(resourceOf(template, ids.eventDeadLetterQueue).Properties).toMatchObject({ SqsManagedSseEnabled: true });
    expect(statementsOfQueue(template, ids.eventDeadLetterQueue)).toContainEqual({
      Effect: 'Allow',
      Principal: eventBridge,
      Action: 'sqs:SendMessage',
      Resource: arn(ids.eventDeadLetterQueue),
      Condition: { ArnEquals: { 'aws:SourceArn': arn(ids.bus) } },
    });
    expect(resolve(pipeline.eventDeadLetterQueue?.queueArn)).toEqual(arn(ids.eventDeadLetterQueue));
  });

  test('can have a key of the stack that its own is nested in, and neither waits for the other', () => {
    const app = new App();
    const parent = new Stack(app, 'Parent');
    const encryptionKey: IKey = new Key(parent, 'Key');
    const nested = new NestedStack(parent, 'Nested');
    const apiKeySecret = Secret.fromSecretNameV2(nested, 'ApiKey', 'notify-key');
    const own = new NotifyPipeline(nested, 'Notify', { apiKeySecret, encryptionKey });
    expect(own.encryptionKey).toBe(encryptionKey);
    expect(() => app.synth()).not.toThrow();
    const { Resources } = app.synth().getStackByName('Parent').template as { Resources: Record<string, object> };
    const [, key] = Object.entries(Resources).find(([id]) => id.startsWith('Key')) ?? [];
    expect(JSON.stringify(key)).toContain('events.amazonaws.com');
    expect(JSON.stringify(key)).not.toContain('Nested');
  });
});
