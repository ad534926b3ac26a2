import { inspect } from 'node:util';
import { BrandedError } from '../notify/branded-error';
import type { NotifyErrorEntry } from '../notify/errors';
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
export class InvalidMessageError extends BrandedError {
  override get name(): string {
    return 'InvalidMessageError';
  }
}

/**
 * Notify would refuse the message, says the publisher's `preflight`. Nothing has left. The text holds the classes of
 * Notify's errors and the fixed part of its words; what Notify would say in full is in `details`, which a log does not
 * show, because it may repeat what the message holds.
 *
 * @example
 * try {
 *   await publisher.sendSms({ templateId, phoneNumber: '07900 90' });
 * } catch (error) {
 *   if (error instanceof RefusedMessageError) console.error(error.details[0]?.message); // 'phone_number Not enough digits'
 * }
 *
 * @see https://docs.notifications.service.gov.uk/node.html#send-a-text-message-error-codes
 */
export class RefusedMessageError extends InvalidMessageError {
  readonly #details: readonly NotifyErrorEntry[];

  /** @param describe says of each what a log may show */
  constructor(details: readonly NotifyErrorEntry[], describe: (entry: NotifyErrorEntry) => string = classAndField) {
    super(`Notify would refuse the message: ${details.map((entry) => describe(entry)).join('; ')}`);
    this.#details = details;
  }

  override get name(): string {
    return 'RefusedMessageError';
  }

  /** In Notify's own words. */
  get details(): readonly NotifyErrorEntry[] {
    return this.#details;
  }

  /** A closer look than a log's shows no more of it either. */
  [inspect.custom](): string {
    return `${this.stack}`;
  }
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
export class NotPublishedError extends BrandedError implements Published {
  /**
   * AWS's name for what is wrong, such as `AccessDenied`, or the system's, such as `ECONNRESET`; `RegionMissing` where no
   * region is set, and `MODULE_NOT_FOUND` where `@aws-sdk/client-sqs` or `@aws-sdk/client-s3` is not installed.
   */
  readonly code: string;
  readonly deliveryId: string;
  readonly idempotencyKey: string;

  constructor(code: string, { deliveryId, idempotencyKey }: Published, options?: ErrorOptions) {
    super(`the message was not published: ${code}; publish it again under the same idempotency key`, options);
    this.code = code;
    this.deliveryId = deliveryId;
    this.idempotencyKey = idempotencyKey;
  }

  override get name(): string {
    return 'NotPublishedError';
  }
}

/**
 * It could not be found out whether the message can be cancelled, or it could not be written down. It may be sent. Cancel it
 * again: what is cancelled already stays so.
 *
 * @example
 * try {
 *   await publisher.cancel('appointment 7 reminder');
 * } catch (error) {
 *   if (error instanceof NotCancelledError) console.error(error.code);
 * }
 */
export class NotCancelledError extends BrandedError {
  /**
   * AWS's name for what is wrong, such as `AccessDeniedException`, or the system's, such as `ECONNRESET`; `TableMissing` where the
   * publisher does not know the tables, and `MODULE_NOT_FOUND` where `@aws-sdk/client-dynamodb` is not installed.
   */
  readonly code: string;

  constructor(code: string, instead: string, options?: ErrorOptions) {
    super(`the message was not cancelled: ${code}; ${instead}`, options);
    this.code = code;
  }

  override get name(): string {
    return 'NotCancelledError';
  }
}

/** Notify names the field first, then what was in it, then what is wrong: only words of a program are shown. */
function classAndField({ error, message }: NotifyErrorEntry): string {
  const field = error === 'ValidationError' ? /^[a-z_]{1,40}(?= )/.exec(message) : null;
  return [/^\w{1,64}$/.exec(error) ?? 'error', field].filter(Boolean).join(' ');
}
