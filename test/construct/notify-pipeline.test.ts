import { Duration, NestedStack, RemovalPolicy } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { NotifyPipeline, type NotifyPipelineProps } from '../../lib';
import { environment } from '../../lib/contract/environment';
import { pipeline, resolve, template } from './plain-pipeline';
import { arn, emptyStack, ids, pipelineInStack, propertiesOf, ref, resourceOf, type Resource } from './stacks';
import { statementsOfKey } from './statements';

describe('key, secret and bus', () => {
  test('the key is rotated, kept, and may be used by CloudWatch Logs for log groups of this account', () => {
    const key = resourceOf(template, ids.key);
    expect(key).toMatchObject({ DeletionPolicy: 'Retain', Properties: { EnableKeyRotation: true } });
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

  test('the hash key is 64 characters that nobody has seen', () => {
    expect(resourceOf(template, ids.hashKey)).toMatchObject({
      DeletionPolicy: 'Retain',
      Properties: { GenerateSecretString: { PasswordLength: 64 }, KmsKeyId: arn(ids.key) },
    });
    expect(resourceOf(template, ids.hashKey).Properties).not.toHaveProperty('SecretString');
  });

  test('two copies of one stack have buses of different names', () => {
    const [staging, production] = ['staging', 'production'].map((stackName) => {
      const copy = pipelineInStack({}, emptyStack('Stack', { stackName })).template();
      return resourceOf(copy, ids.bus).Properties['Name'];
    });
    expect(staging).not.toEqual(production);
  });
});

describe('the pipeline’s id', () => {
  test('is made of the stack’s own id, which no other stack ever has, and the construct’s place in it', () => {
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

  test('stays the same when the stack gets another place in its app', () => {
    const elsewhere = pipelineInStack({}, emptyStack('Moved'));
    expect(elsewhere.stack.resolve(elsewhere.pipeline.pipelineId)).toEqual(resolve(pipeline.pipelineId));
  });

  test('is the one given, if one is', () => {
    const given = pipelineInStack({ pipelineId: 'benefits-production' });
    expect(given.pipeline.pipelineId).toBe('benefits-production');
    for (const { Environment } of propertiesOf(given.template(), 'AWS::Lambda::Function')) {
      expect(Environment).toMatchObject({ Variables: { [environment.pipelineId]: 'benefits-production' } });
    }
  });
});

describe('more than one pipeline', () => {
  test('two in one stack share nothing', () => {
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

  test('one in a nested stack is not the one beside it', () => {
    const stack = emptyStack();
    const nested = new NestedStack(stack, 'Nested');
    const beside = pipelineInStack({}, stack).pipeline;
    const inside = pipelineInStack({}, nested).pipeline;
    expect(nested.resolve(inside.pipelineId)).not.toEqual(stack.resolve(beside.pipelineId));
    expect(() => Template.fromStack(nested)).not.toThrow();
  });
});

test('props that are left out and props that are the defaults give the same template', () => {
  const defaults: Partial<NotifyPipelineProps> = {
    notifyBaseUrl: 'https://api.notifications.service.gov.uk',
    pollInterval: Duration.minutes(1),
    recordRetention: Duration.days(90),
    logRetention: RetentionDays.THREE_MONTHS,
    removalPolicy: RemovalPolicy.RETAIN,
    rateLimit: 3000,
    rateShare: 1,
    maxFailures: 10,
    maxConcurrency: 10,
    urgentMaxConcurrency: 10,
  };
  expect(pipelineInStack(defaults).template().toJSON()).toEqual(template.toJSON());
});
