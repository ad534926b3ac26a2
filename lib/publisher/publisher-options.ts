import type { Clock } from '../contract/clock';
import type { Preflight } from '../preflight';
import type { ClientForSqs } from './post';
import type { ClientForSsm } from './find-pipeline';
import type { ClientForS3 } from './s3-bucket';

/** Where a `NotifyPublisher` puts messages. All of it is among the outputs of the app, and on the construct. */
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
   * Refuses what Notify would refuse: `createPreflight` of `cdk-govuk-notify/preflight` makes one.
   * @default none: only the form of a message is checked
   */
  readonly preflight?: Preflight | undefined;
  /** An `SQSClient` of the AWS SDK. @default a client made of the environment when it is needed */
  readonly sqsClient?: ClientForSqs | undefined;
  /** An `S3Client` of the AWS SDK. @default a client made of the environment when it is needed */
  readonly s3Client?: ClientForS3 | undefined;
  /** What pauses between two tries go by. @default the machine's own clock */
  readonly clock?: Pick<Clock, 'sleep'> | undefined;
}

/** What a `NotifyPublisher` can be given that is made for a pipeline which is found by its SSM parameter. */
export interface FromPipelineOptions extends Pick<
  NotifyPublisherOptions,
  'preflight' | 'sqsClient' | 's3Client' | 'clock'
> {
  /** An `SSMClient` of the AWS SDK. @default a client made of the environment */
  readonly ssmClient?: ClientForSsm | undefined;
}
