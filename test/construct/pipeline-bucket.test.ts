import { randomUUID } from 'node:crypto';
import { template } from './plain-pipeline';
import { arn, ids, resourceOf } from './stacks';
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
    expect(bucket).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
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
