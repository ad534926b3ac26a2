/** What `addPublisher` sets on a function. It has a file of its own, so that a publisher carries no other names. */
export const publisherEnvironment = {
  /** The queue of messages. */
  queueUrl: 'NOTIFY_PUBLISHER_QUEUE_URL',
  /** The queue of urgent messages. */
  urgentQueueUrl: 'NOTIFY_PUBLISHER_URGENT_QUEUE_URL',
  /** The bucket for files and big messages. */
  bucketName: 'NOTIFY_PUBLISHER_BUCKET_NAME',
  /** The id of the pipeline, from which delivery ids are made. */
  pipelineId: 'NOTIFY_PUBLISHER_PIPELINE_ID',
  /** The name of the publisher. Not set where it has none. */
  sender: 'NOTIFY_PUBLISHER_SENDER',
  /** The table of deliveries, for cancelling. */
  tableName: 'NOTIFY_PUBLISHER_TABLE_NAME',
  /** The table of scheduled messages, for cancelling. */
  scheduledTableName: 'NOTIFY_PUBLISHER_SCHEDULED_TABLE_NAME',
} as const;
