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

describe('the bucket', () => {
  test('is encrypted with the pipeline’s key, which S3 asks once for many objects', () => {
    expect(bucket.Properties['BucketEncryption']).toEqual({
      ServerSideEncryptionConfiguration: [
        {
          BucketKeyEnabled: true,
          ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: arn(ids.key) },
        },
      ],
    });
  });

  test('is never public, has no access lists, and is reached by TLS alone', () => {
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

  test('keeps nothing of what is deleted', () => {
    expect(bucket.Properties).not.toHaveProperty('VersioningConfiguration');
  });

  test('stays when the stack goes', () => {
    expect(bucket).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
  });

  test('forgets every payload after 30 days, whoever put it there', () => {
    for (let time = 0; time < 100; time += 1) {
      expect(expires(`payloads/${randomUUID()}`)).toEqual([30]);
      expect(expires(randomUUID())).toEqual([30]);
    }
  });

  test('forgets the PDF of a letter after 90 days alone, and an upload that was never finished after one', () => {
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
