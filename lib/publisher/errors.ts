import type { Published } from './messages';

/**
 * The message cannot be published: a field is wrong, or it needs what the publisher was not given. Nothing has left. The
 * text names the fields and never shows their values.
 *
 * @example
 * try {
 *   await publisher.sendSms({ templateId, phoneNumber: '' });
 * } catch (error) {
 *   if (error instanceof InvalidMessageError) console.error(error.message); // 'phoneNumber must not be empty'
 * }
 */
export class InvalidMessageError extends Error {
  override readonly name = 'InvalidMessageError';
}

/**
 * SQS or S3 did not take the message, however often it was tried, or nobody knows whether SQS did. Publish it again under
 * the same idempotency key: if it was taken after all, it is sent once all the same.
 *
 * @example
 * try {
 *   await publisher.sendSms({ templateId, phoneNumber });
 * } catch (error) {
 *   if (error instanceof NotPublishedError) console.error(error.code, error.deliveryId);
 * }
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html#API_SendMessageBatch_Errors
 */
export class NotPublishedError extends Error implements Published {
  override readonly name = 'NotPublishedError';
  /** AWS's name for what is wrong, such as `AccessDenied`, or the system's, such as `ECONNRESET`. */
  readonly code: string;
  readonly deliveryId: string;
  readonly idempotencyKey: string;

  constructor(code: string, { deliveryId, idempotencyKey }: Published, options?: ErrorOptions) {
    super(`the message was not published: ${code}; publish it again under the same idempotency key`, options);
    this.code = code;
    this.deliveryId = deliveryId;
    this.idempotencyKey = idempotencyKey;
  }
}
