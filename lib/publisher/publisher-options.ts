import type { Clock } from '../contract/clock';
import type { Preflight } from '../preflight';
import type { ClientForDynamoDb } from './cancel-store';
import type { ClientForSqs } from './post';
import type { ClientForSsm } from './find-pipeline';
import type { ClientForS3 } from './s3-bucket';

/**
 * Where a `NotifyPublisher` puts messages. All of it is in the outputs of the app, and on the construct.
 *
 * @example
 * new NotifyPublisher({ queueUrl, pipelineId, bucketName, sender: 'licences' });
 */
export interface NotifyPublisherOptions {
  /** The URL of the pipeline's queue. */
  readonly queueUrl: string;
  /** The pipeline's id: delivery ids are made of it. */
  readonly pipelineId: string;
  /** The URL of its urgent queue. @default none: a message with `priority: 'urgent'` is refused */
  readonly urgentQueueUrl?: string | undefined;
  /** The name of its bucket. @default none: a message that holds a file, or is over 1 MiB, is refused */
  readonly bucketName?: string | undefined;
  /**
   * Which of the services that share the pipeline publishes: 1 to 40 letters, digits, full stops, underscores and hyphens. Its
   * idempotency keys are apart from those of others. @default none
   */
  readonly sender?: string | undefined;
  /**
   * Refuses what Notify would refuse: `createPreflight` of `cdk-govuk-notify/preflight` makes one.
   * @default none: only the form of a message is checked
   */
  readonly preflight?: Preflight | undefined;
  /** The name of the table of its deliveries. @default none: nothing can be cancelled */
  readonly tableName?: string | undefined;
  /** The name of its table of scheduled messages. @default none: nothing can be cancelled */
  readonly scheduledTableName?: string | undefined;
  /** An `SQSClient` of the AWS SDK. @default a client made of the environment when it is needed */
  readonly sqsClient?: ClientForSqs | undefined;
  /** An `S3Client` of the AWS SDK. @default a client made of the environment when it is needed */
  readonly s3Client?: ClientForS3 | undefined;
  /** A `DynamoDBClient` of the AWS SDK. @default a client made of the environment when it is needed */
  readonly dynamoDbClient?: ClientForDynamoDb | undefined;
  /** What pauses between two tries go by, and the time of what is cancelled. @default the machine's own clock */
  readonly clock?: (Pick<Clock, 'sleep'> & Partial<Pick<Clock, 'now'>>) | undefined;
}

/**
 * What you can give a `NotifyPublisher` whose pipeline is found by its SSM parameter.
 *
 * @example
 * await NotifyPublisher.fromPipeline('licences-production', { sender: 'licences' });
 */
export interface FromPipelineOptions extends Pick<
  NotifyPublisherOptions,
  'preflight' | 'sender' | 'sqsClient' | 's3Client' | 'dynamoDbClient' | 'clock'
> {
  /** An `SSMClient` of the AWS SDK. @default a client made of the environment */
  readonly ssmClient?: ClientForSsm | undefined;
}
