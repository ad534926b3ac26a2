import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';

/**
 * What somebody may use a key for: through one service of AWS, and only for what that service keeps in some places. Such a
 * right decrypts nothing that its holder came by in another way, such as an export of the table.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/encrypt_context.html
 */
export interface KeyUse {
  readonly actions: readonly string[];
  /** The service by its name in an endpoint, such as `sqs`. */
  readonly service: string;
  /** Where that service is. */
  readonly region: string;
  /** What the service says of the place in the encryption context. A service that says nothing of use has none. */
  readonly context?: {
    readonly key: string;
    /** Places, in which `*` and `?` stand for anything. */
    readonly places: readonly string[];
    /** The same for the key's own policy, which cannot name what is made after the key. @default any place */
    readonly placesInKeyPolicy?: readonly string[];
    /** Whether one of the actions is done without it. @default false */
    readonly optional?: boolean;
  };
}

/**
 * To put messages on queues.
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
 */
export const toSend = (...queues: readonly [IQueue, ...IQueue[]]): KeyUse =>
  ofQueues(['kms:Decrypt', 'kms:GenerateDataKey'], queues);

/** To take messages from queues. */
export const toReceive = (...queues: readonly [IQueue, ...IQueue[]]): KeyUse => ofQueues(['kms:Decrypt'], queues);

function ofQueues(actions: readonly string[], queues: readonly [IQueue, ...IQueue[]]): KeyUse {
  const [{ env, stack }] = queues;
  const { account, region } = env;
  const terms = { service: 'sqs', resource: '*', account, region, arnFormat: ArnFormat.NO_RESOURCE_NAME };
  const places = queues.map(({ queueArn }) => queueArn);
  const placesInKeyPolicy = [Stack.of(stack).formatArn(terms)];
  return { actions, service: 'sqs', region, context: { key: 'aws:sqs:arn', places, placesInKeyPolicy } };
}

type Bucket = Pick<IBucket, 'arnForObjects' | 'bucketArn' | 'env'>;

/**
 * To put objects into a bucket, each in one part: more than one would take `kms:Decrypt`.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
 */
export const toPutObjects = (bucket: Bucket): KeyUse => ofBucket(['kms:GenerateDataKey'], bucket);

/** To read the objects of a bucket. */
export const toGetObjects = (bucket: Bucket): KeyUse => ofBucket(['kms:Decrypt'], bucket);

/** To copy the objects of a bucket. */
export const toCopyObjects = (bucket: Bucket): KeyUse => ofBucket(['kms:Decrypt', 'kms:GenerateDataKey'], bucket);

/** The bucket has a bucket key, for which the bucket is the context. An object that was put without one is its own. */
const ofBucket = (actions: readonly string[], bucket: Bucket): KeyUse => ({
  actions,
  service: 's3',
  region: bucket.env.region,
  context: { key: 'aws:s3:arn', places: [bucket.bucketArn, bucket.arnForObjects('*')] },
});

type Table = Pick<TableV2, 'tableName' | 'env'>;

/**
 * To read and write items: what DynamoDB asks of everyone who uses a table.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
 */
export const toUseItems = (...tables: readonly [Table, ...Table[]]): KeyUse => ({
  actions: [
    'kms:Decrypt',
    'kms:DescribeKey',
    'kms:Encrypt',
    'kms:GenerateDataKey',
    'kms:GenerateDataKeyWithoutPlaintext',
    'kms:ReEncryptFrom',
    'kms:ReEncryptTo',
  ],
  service: 'dynamodb',
  region: tables[0].env.region,
  // What is asked about a key has no context.
  context: { key: 'aws:dynamodb:tableName', places: tables.map(({ tableName }) => tableName), optional: true },
});

/** To read the changes of a table. */
export const toReadStream = ({ env: { region } }: TableV2): KeyUse => ({
  actions: ['kms:Decrypt', 'kms:DescribeKey'],
  service: 'dynamodb',
  region,
});

/**
 * To read a secret.
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
 */
export const toReadSecret = (secretArn: string, region: string): KeyUse => ({
  actions: ['kms:Decrypt'],
  service: 'secretsmanager',
  region,
  context: { key: 'SecretARN', places: [secretArn] },
});
