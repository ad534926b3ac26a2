import { randomUUID } from 'node:crypto';
import { App, Duration, Stack } from 'aws-cdk-lib';
import { Bucket, type IBucket } from 'aws-cdk-lib/aws-s3';
import { template } from './plain-pipeline';
import { arn, emptyStack, ids, pipelineInStack, propertiesOf, resourceOf } from './stacks';
import { statementsOfBucket } from './statements';

interface Rule {
  readonly Status: string;
  readonly Prefix?: string;
  readonly ExpirationInDays?: number;
  readonly AbortIncompleteMultipartUpload?: object;
}

const bucket = resourceOf(template, ids.bucket);
const { Rules: rules } = bucket.Properties['LifecycleConfiguration'] as { Rules: Rule[] };
const expires = (key: string): number[] =>
  rules.flatMap(({ Prefix, ExpirationInDays }) =>
    Prefix !== undefined && key.startsWith(Prefix) && ExpirationInDays !== undefined ? [ExpirationInDays] : [],
  );

describe('NotifyPipeline: bucketVersionRetention', () => {
  const { Properties } = resourceOf(
    pipelineInStack({ bucketVersionRetention: Duration.days(2) }).template(),
    ids.bucket,
  );

  test('what is deleted can be restored for so long, and nothing of it stays after that', () => {
    expect(Properties['VersioningConfiguration']).toEqual({ Status: 'Enabled' });
    expect((Properties['LifecycleConfiguration'] as { Rules: object[] }).Rules).toContainEqual({
      Status: 'Enabled',
      NoncurrentVersionExpiration: { NoncurrentDays: 2 },
      ExpiredObjectDeleteMarker: true,
    });
  });

  test('the parameter tells the command line, so that erase says what is left', () => {
    const { template: versioned } = pipelineInStack({ bucketVersionRetention: Duration.days(2) });
    const [parameter] = propertiesOf(versioned(), 'AWS::SSM::Parameter');
    expect(JSON.stringify(parameter)).toMatch(/bucketVersionDays\\+":2/);
  });

  test('what S3 cannot count is refused', () => {
    expect(() => pipelineInStack({ bucketVersionRetention: Duration.hours(36) })).toThrow(
      'bucketVersionRetention must be whole days, at least 1, because S3 counts in days, got 1 day 12 hours: use Duration.days(1) or more',
    );
  });
});

describe('NotifyPipeline: accessLogsBucket', () => {
  const env = { account: '111111111111', region: 'eu-west-2' };

  test('S3 writes there under the pipeline’s id, and may by the policy of a bucket of the app', () => {
    const stack = emptyStack('Stack', { env });
    const accessLogsBucket = new Bucket(stack, 'Logs') as IBucket;
    const logs = pipelineInStack({ pipelineId: 'licences', accessLogsBucket }, stack).template();
    const name = stack.resolve(accessLogsBucket.bucketName) as unknown;
    expect(resourceOf(logs, ids.bucket).Properties['LoggingConfiguration']).toEqual({
      DestinationBucketName: name,
      LogFilePrefix: 'licences/',
    });
    const policy = propertiesOf(logs, 'AWS::S3::BucketPolicy').find(
      ({ Bucket: of }) => JSON.stringify(of) === JSON.stringify(name),
    );
    expect(policy?.['PolicyDocument']).toMatchObject({
      Statement: [
        {
          Action: 's3:PutObject',
          Effect: 'Allow',
          Principal: { Service: 'logging.s3.amazonaws.com' },
          Resource: { 'Fn::Join': ['', [expect.anything(), '/licences/*']] },
          Condition: { StringEquals: { 'aws:SourceAccount': '111111111111' } },
        },
      ],
    });
  });

  test('a bucket of another stack of the app can be given, and one of another region cannot', () => {
    const app = new App();
    const elsewhere = new Stack(app, 'Logs', { env });
    const stack = new Stack(app, 'Stack', { env });
    pipelineInStack({ pipelineId: 'licences', accessLogsBucket: new Bucket(elsewhere, 'Logs') as IBucket }, stack);
    expect(() => app.synth()).not.toThrow();

    const abroad = new Bucket(emptyStack('Abroad', { env: { ...env, region: 'eu-west-1' } }), 'Logs') as IBucket;
    expect(() => pipelineInStack({ accessLogsBucket: abroad }, emptyStack('Here', { env }))).toThrow(
      'accessLogsBucket is in region eu-west-1',
    );
  });
});

describe('NotifyPipeline: bucket', () => {
  test('the bucket is encrypted with the pipeline’s key and uses an S3 bucket key', () => {
    expect(bucket.Properties['BucketEncryption']).toEqual({
      ServerSideEncryptionConfiguration: [
        {
          BucketKeyEnabled: true,
          ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: arn(ids.key) },
        },
      ],
    });
  });

  test('the bucket is never public, has no access control lists and refuses connections without TLS', () => {
    expect(bucket.Properties).toMatchObject({
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
    });
    expect(statementsOfBucket(template, ids.bucket)).toEqual([
      expect.objectContaining({
        Effect: 'Deny',
        Action: 's3:*',
        Principal: { AWS: '*' },
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      }),
    ]);
  });

  test('a deleted object leaves no old version behind', () => {
    expect(bucket.Properties).not.toHaveProperty('VersioningConfiguration');
  });

  test('the bucket is retained when the stack is deleted', () => {
    expect(bucket).toMatchObject({ DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' });
  });

  test('every payload expires after 30 days, under either kind of key', () => {
    for (let time = 0; time < 100; time += 1) {
      expect(expires(`payloads/${randomUUID()}`)).toEqual([30]);
      expect(expires(randomUUID())).toEqual([30]);
    }
  });

  test('a letter’s PDF expires after 90 days only, and an unfinished upload after one', () => {
    expect(expires(`letters/${randomUUID()}.pdf`)).toEqual([90]);
    expect(rules).toContainEqual({
      Status: 'Enabled',
      AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
    });
    for (const { Status, Prefix, ExpirationInDays } of rules) {
      expect(Status).toBe('Enabled');
      expect([Prefix, ExpirationInDays]).not.toEqual([undefined, expect.any(Number)]);
    }
  });
});
