/** What `addPublisher` tells a function. It stands apart, so that a publisher carries no other names. */
export const publisherEnvironment = {
  queueUrl: 'NOTIFY_PUBLISHER_QUEUE_URL',
  urgentQueueUrl: 'NOTIFY_PUBLISHER_URGENT_QUEUE_URL',
  bucketName: 'NOTIFY_PUBLISHER_BUCKET_NAME',
  pipelineId: 'NOTIFY_PUBLISHER_PIPELINE_ID',
} as const;
