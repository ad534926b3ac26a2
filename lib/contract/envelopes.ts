const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const has = (value: unknown, ...names: readonly string[]): boolean =>
  isObject(value) && names.every((name) => Object.hasOwn(value, name));

const isS3Pointer = (value: unknown): boolean =>
  has(value, 's3BucketName') || has(value, 's3Key') || has(value, 'S3Payload');

const envelopes: readonly { readonly is: (json: unknown) => boolean; readonly reason: string }[] = [
  {
    is: (json) => has(json, 'Type', 'TopicArn', 'Message'),
    reason: 'the message is in an envelope of SNS; turn on raw message delivery for the subscription',
  },
  {
    is: (json) => has(json, 'detail-type', 'source', 'detail'),
    reason:
      "the message is a whole EventBridge event; let the rule's target pass on its detail alone, such as by the input path $.detail",
  },
  {
    is: (json) => isObject(json) && Array.isArray(json['Records']) && json['Records'].some((one) => has(one, 's3')),
    reason: 'the message is a notification of S3; put a message for GOV.UK Notify on the queue',
  },
  {
    is: (json) => isS3Pointer(json) || (Array.isArray(json) && json.length === 2 && isS3Pointer(json[1])),
    reason:
      'the message looks like a pointer to S3 of another client; write it as the Amazon SQS Extended Client does, or use the NotifyPublisher',
  },
  {
    is: (json) => typeof json === 'string' && json.trimStart().startsWith('{'),
    reason: 'the message is JSON within a JSON string; put the object itself on the queue',
  },
];

/**
 * Why a body is refused that is no message but holds one: something on the way has wrapped it.
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-large-payload-raw-message-delivery.html
 */
export const describeEnvelope = (json: unknown): string | undefined => envelopes.find(({ is }) => is(json))?.reason;
