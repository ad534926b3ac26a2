import { Duration, NestedStack, RemovalPolicy } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { NotifyPipeline, type NotifyPipelineProps } from '../../lib';
import { environment } from '../../lib/contract/environment';
import { pipeline, resolve, template } from './plain-pipeline';
import { arn, emptyStack, ids, pipelineInStack, propertiesOf, ref, resourceOf, type Resource } from './stacks';
import { statementsOfKey } from './statements';

describe('NotifyPipeline: key, secret and bus', () => {
  test('the key rotates, is retained, and may be used by CloudWatch Logs for this account’s log groups', () => {
    const key = resourceOf(template, ids.key);
    expect(key).toMatchObject({ DeletionPolicy: 'RetainExceptOnCreate', Properties: { EnableKeyRotation: true } });
    expect(statementsOfKey(template, ids.key)).toContainEqual({
      Effect: 'Allow',
      Action: ['kms:Encrypt*', 'kms:Decrypt*', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
      Principal: { Service: { 'Fn::Join': ['', ['logs.', ref('AWS::Region'), '.amazonaws.com']] } },
      Condition: {
        ArnLike: {
          'kms:EncryptionContext:aws:logs:arn': {
            'Fn::Join': ['', expect.arrayContaining([ref('AWS::AccountId'), ':log-group:*']) as unknown],
          },
        },
      },
      Resource: '*',
    });
  });

  test('the key has an alias that names its stack, and a given key gets none', () => {
    const AliasName = expect.stringMatching(/^alias\/cdk-govuk-notify\/Stack-[0-9a-f]{8}$/) as string;
    expect(propertiesOf(template, 'AWS::KMS::Alias')).toEqual([{ AliasName, TargetKeyId: arn(ids.key) }]);
    const stack = emptyStack();
    const encryptionKey = Key.fromKeyArn(stack, 'Given', 'arn:aws:kms:eu-west-2:111111111111:key/1234');
    expect(propertiesOf(pipelineInStack({ encryptionKey }, stack).template(), 'AWS::KMS::Alias')).toEqual([]);
  });

  test('the hash key is a generated secret of 64 characters that nobody has seen', () => {
    expect(resourceOf(template, ids.hashKey)).toMatchObject({
      DeletionPolicy: 'RetainExceptOnCreate',
      Properties: { GenerateSecretString: { PasswordLength: 64 }, KmsKeyId: arn(ids.key) },
    });
    expect(resourceOf(template, ids.hashKey).Properties).not.toHaveProperty('SecretString');
  });

  test('two copies of one stack have buses with different names', () => {
    const [staging, production] = ['staging', 'production'].map((stackName) => {
      const copy = pipelineInStack({}, emptyStack('Stack', { stackName })).template();
      return resourceOf(copy, ids.bus).Properties['Name'];
    });
    expect(staging).not.toEqual(production);
  });
});

describe('NotifyPipeline: pipelineId', () => {
  test('the id combines the stack’s unique id with the construct’s path', () => {
    expect(resolve(pipeline.pipelineId)).toEqual({
      'Fn::Join': [
        '',
        [
          { 'Fn::Select': [2, { 'Fn::Split': ['/', ref('AWS::StackId')] }] },
          expect.stringMatching(/^-[0-9a-f]{8}$/) as string,
        ],
      ],
    });
  });

  test('the id stays the same when the stack moves within its app', () => {
    const elsewhere = pipelineInStack({}, emptyStack('Moved'));
    expect(elsewhere.stack.resolve(elsewhere.pipeline.pipelineId)).toEqual(resolve(pipeline.pipelineId));
  });

  test('a pipelineId that is set is used by every function', () => {
    const given = pipelineInStack({ pipelineId: 'benefits-production' });
    expect(given.pipeline.pipelineId).toBe('benefits-production');
    for (const { Environment } of propertiesOf(given.template(), 'AWS::Lambda::Function')) {
      expect(Environment).toMatchObject({ Variables: { [environment.pipelineId]: 'benefits-production' } });
    }
  });
});

describe('NotifyPipeline: several pipelines', () => {
  test('two pipelines in one stack share nothing', () => {
    const stack = emptyStack();
    const apiKeySecret = Secret.fromSecretNameV2(stack, 'ApiKey', 'notify-key');
    const benefits = new NotifyPipeline(stack, 'Benefits', { apiKeySecret });
    const housing = new NotifyPipeline(stack, 'Housing', { apiKeySecret });
    const { Resources } = Template.fromStack(stack).toJSON() as { Resources: Record<string, Resource> };
    const ofBenefits = Object.entries(Resources).filter(([id]) => id.startsWith('Benefits'));
    const ofHousing = Object.entries(Resources).filter(([id]) => id.startsWith('Housing'));
    expect(ofBenefits).toHaveLength(ofHousing.length);
    expect(ofBenefits.length + ofHousing.length).toBe(Object.keys(Resources).length);
    expect(JSON.stringify(ofBenefits)).not.toContain('Housing');
    expect(JSON.stringify(ofHousing)).not.toContain('Benefits');
    expect(stack.resolve(benefits.pipelineId)).not.toEqual(stack.resolve(housing.pipelineId));
    expect(stack.resolve(benefits.eventBus.eventBusName)).not.toEqual(stack.resolve(housing.eventBus.eventBusName));
  });

  test('a pipeline in a nested stack has a different id from one in the parent stack', () => {
    const stack = emptyStack();
    const nested = new NestedStack(stack, 'Nested');
    const beside = pipelineInStack({}, stack).pipeline;
    const inside = pipelineInStack({}, nested).pipeline;
    expect(nested.resolve(inside.pipelineId)).not.toEqual(stack.resolve(beside.pipelineId));
    expect(() => Template.fromStack(nested)).not.toThrow();
  });
});

test('leaving props out gives the same template as setting them to their defaults', () => {
  const defaults: Partial<NotifyPipelineProps> = {
    notifyBaseUrl: 'https://api.notifications.service.gov.uk',
    pollInterval: Duration.minutes(1),
    recordRetention: Duration.days(90),
    logRetention: RetentionDays.THREE_MONTHS,
    removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    rateLimit: 3000,
    rateShare: 1,
    maxFailures: 10,
    maxConcurrency: 2,
    urgentMaxConcurrency: 10,
    sendMemorySize: 512,
    urgentMemorySize: 1024,
  };
  expect(pipelineInStack(defaults).template().toJSON()).toEqual(template.toJSON());
});
