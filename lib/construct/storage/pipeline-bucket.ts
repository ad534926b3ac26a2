import { Duration, Stack, type RemovalPolicy } from 'aws-cdk-lib';
import { Grant, PolicyStatement, ServicePrincipal, type IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  ObjectOwnership,
  type CfnBucket,
  type IBucket,
} from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { letterPdfKeys, letterPdfs } from '../../contract/letter-pdfs';
import { payloadKeys, payloads } from '../../contract/payloads';
import { acknowledge } from '../validation/acknowledgements';

export interface PipelineBucketProps {
  readonly encryptionKey: IKey;
  readonly removalPolicy: RemovalPolicy;
  /** How long the PDFs of letters are kept. Whole days. */
  readonly letterPdfRetention: Duration;
  /** How long what was deleted can be restored. Whole days. Not at all, if it is not given. */
  readonly versionRetention: Duration | undefined;
  /** Where S3 writes who did what, if it does. */
  readonly accessLogs: { readonly bucket: IBucket; readonly prefix: string } | undefined;
}

/**
 * S3 has no rule for all but some keys, and letters are kept for longer. The extended clients name a payload by a UUID
 * at the root of the bucket, so its first character is one of these.
 */
const firstOfUuid = '0123456789abcdef'.split('');

/** The bucket through which messages travel that are too big for SQS, and where the PDFs of letters are kept. */
export class PipelineBucket extends Bucket {
  constructor(scope: Construct, id: string, props: PipelineBucketProps) {
    const { encryptionKey, removalPolicy, letterPdfRetention, versionRetention, accessLogs } = props;
    super(scope, id, {
      encryption: BucketEncryption.KMS,
      encryptionKey,
      bucketKeyEnabled: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      // What is deleted has to be gone, unless somebody asks for versions.
      versioned: versionRetention !== undefined,
      lifecycleRules: [
        { abortIncompleteMultipartUploadAfter: Duration.days(1) },
        // A net only: a payload is deleted once it is certain what happened to its message.
        ...[payloads.prefix, ...firstOfUuid].map((prefix) => ({
          prefix,
          expiration: Duration.days(payloads.keptForDays),
        })),
        // Also when no PDFs are kept any more: those of before must not stay for ever.
        { prefix: letterPdfs.prefix, expiration: letterPdfRetention },
        ...(versionRetention
          ? [{ noncurrentVersionExpiration: versionRetention, expiredObjectDeleteMarker: true }]
          : []),
      ],
      removalPolicy,
    });
    acknowledge(this, 'noReplication');
    if (!versionRetention) acknowledge(this, 'noOldVersions');
    if (accessLogs) this.#logTo(accessLogs.bucket, accessLogs.prefix);
    else acknowledge(this, 'noAccessLogs');
  }

  /**
   * What `serverAccessLogsBucket` would do, but by the policy of that bucket whatever the flags of the app say, and with no word
   * in it of this one, so that it can be of another stack.
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
   */
  #logTo(bucket: IBucket, prefix: string): void {
    const resource = this.node.defaultChild as CfnBucket;
    resource.loggingConfiguration = { destinationBucketName: bucket.bucketName, logFilePrefix: prefix };
    bucket.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('logging.s3.amazonaws.com')],
        actions: ['s3:PutObject'],
        resources: [bucket.arnForObjects(`${prefix}*`)],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
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
