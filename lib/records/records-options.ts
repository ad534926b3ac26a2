import type { ClientForSsm } from '../publisher/find-pipeline';
import type { ClientOfSdk } from './client-of-sdk';

/** As much of a `NotifyClient` as says which delivery a notification is. */
export interface NotificationSource {
  /**
   * Returns Notify's notification. It throws when Notify does not have it, or has deleted it.
   *
   * @example
   * const notify: NotificationSource = { getNotification: async () => ({ reference: null }) };
   * new NotifyRecords({ tableName, pipelineId, notify });
   */
  getNotification(id: string): Promise<{ readonly reference: string | null }>;
}

/**
 * Where the records of a pipeline are. All of it is in the pipeline's SSM parameter, which `fromPipeline` reads.
 *
 * @example
 * new NotifyRecords({ tableName, pipelineId });
 */
export interface NotifyRecordsOptions {
  /** The pipeline's id: delivery ids are made of it. */
  readonly pipelineId: string;
  /** The name of the deliveries table. */
  readonly tableName: string;
  /** The id of the secret with which recipients are hashed. @default none: nothing can be found by its recipient */
  readonly hashKeySecretId?: string | undefined;
  /** Whether the pipeline has the index that its prop `findByRecipient` makes. @default false */
  readonly hasRecipientIndex?: boolean | undefined;
  /**
   * A `NotifyClient`, of which is learnt whose a notification is, for as long as Notify keeps it.
   * @default none: a record is found by its notification id only by reading the whole table
   */
  readonly notify?: NotificationSource | undefined;
  /** A `DynamoDBDocumentClient` of the AWS SDK. @default a client made of the environment when it is needed */
  readonly dynamoDbClient?: ClientOfSdk | undefined;
  /** A `SecretsManagerClient` of the AWS SDK. @default a client made of the environment when it is needed */
  readonly secretsManagerClient?: ClientOfSdk | undefined;
}

/**
 * What you can give `NotifyRecords` for a pipeline that is found by its SSM parameter.
 *
 * @example
 * await NotifyRecords.fromPipeline('licences-production', { dynamoDbClient });
 */
export interface RecordsOfPipelineOptions extends Pick<
  NotifyRecordsOptions,
  'notify' | 'dynamoDbClient' | 'secretsManagerClient'
> {
  /** An `SSMClient` of the AWS SDK. @default a client made of the environment */
  readonly ssmClient?: ClientForSsm | undefined;
}
