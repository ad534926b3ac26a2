import { Duration, Validations, type RemovalPolicy } from 'aws-cdk-lib';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership, type IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { letterPdfKeys, letterPdfs } from '../../contract/letter-pdfs';
import { payloadKeys, payloads } from '../../contract/payloads';

export interface PipelineBucketProps {
  readonly encryptionKey: IKey;
  readonly removalPolicy: RemovalPolicy;
  /** How long the PDFs of letters are kept. Whole days. */
  readonly letterPdfRetention: Duration;
}

/**
 * S3 has no rule for all but some keys, and letters are kept for longer. The extended clients name a payload by a UUID
 * at the root of the bucket, so its first character is one of these.
 */
const firstOfUuid = '0123456789abcdef'.split('');

/** The bucket through which messages travel that are too big for SQS, and where the PDFs of letters are kept. */
export class PipelineBucket extends Bucket {
  constructor(scope: Construct, id: string, { encryptionKey, removalPolicy, letterPdfRetention }: PipelineBucketProps) {
    super(scope, id, {
      encryption: BucketEncryption.KMS,
      encryptionKey,
      bucketKeyEnabled: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      // What is deleted has to be gone.
      versioned: false,
      lifecycleRules: [
        { abortIncompleteMultipartUploadAfter: Duration.days(1) },
        // A net only: a payload is deleted once it is certain what happened to its message.
        ...[payloads.prefix, ...firstOfUuid].map((prefix) => ({
          prefix,
          expiration: Duration.days(payloads.keptForDays),
        })),
        // Also when no PDFs are kept any more: those of before must not stay for ever.
        { prefix: letterPdfs.prefix, expiration: letterPdfRetention },
      ],
      removalPolicy,
    });
    Validations.of(this).acknowledge({
      id: 'AwsSolutions-S1',
      reason:
        'What is kept here is encrypted and soon gone; CloudTrail can tell who read it, and a log would need another bucket.',
    });
  }
}

/** The keys that payloads can have, for policies. */
export const payloadArns = (bucket: Pick<IBucket, 'arnForObjects'>): string[] =>
  payloadKeys.map((key) => bucket.arnForObjects(key));

/** The keys that the PDFs of letters can have, for policies. */
export const letterPdfArn = (bucket: Pick<IBucket, 'arnForObjects'>): string => bucket.arnForObjects(letterPdfKeys);

/** Lets someone put payloads into the bucket of a pipeline. */
export function grantPutPayloads(bucket: IBucket, grantee: IGrantable): Grant {
  return Grant.addToPrincipalOrResource({
    grantee,
    actions: ['s3:PutObject'],
    resourceArns: payloadArns(bucket),
    resource: bucket,
  });
}

/** Lets someone read the PDFs of letters in the bucket of a pipeline. */
export function grantReadLetterPdfs(bucket: IBucket, grantee: IGrantable): Grant {
  return Grant.addToPrincipalOrResource({
    grantee,
    actions: ['s3:GetObject'],
    resourceArns: [letterPdfArn(bucket)],
    resource: bucket,
  });
}
