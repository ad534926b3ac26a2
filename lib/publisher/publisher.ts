import { systemClock } from '../contract/clock';
import { publisherEnvironment } from '../contract/publisher-environment';
import { isSender } from '../contract/sender';
import type {
  EmailToPublish,
  LetterToPublish,
  MessageToPublish,
  PrecompiledLetterToPublish,
  Published,
  SmsToPublish,
} from './messages';
import { createPacker, type Packer } from './packer';
import { createCancel, type Cancel } from './create-cancel';
import type { Cancellation } from './cancel';
import { createPost, type Post } from './post';
import type { FromPipelineOptions, NotifyPublisherOptions } from './publisher-options';
import { findPipelines, onlyPipeline, targetOf } from './find-pipeline';
import { createS3Bucket } from './s3-bucket';
import { sendAll, type SendAllOptions, type SendAllResult } from './send-all';

/**
 * Puts messages on the queue of a `NotifyPipeline`, big ones through its bucket.
 *
 * A message is checked before it leaves. What SQS or S3 does not take for no fault of the message is tried again, five
 * times in all. Every message has an idempotency key, its own or a random one, so none is sent twice for that.
 *
 * @example
 * const publisher = NotifyPublisher.fromEnv();
 * const { deliveryId } = await publisher.sendEmail({ templateId, emailAddress, personalisation: { name: 'Amala' } });
 */
export class NotifyPublisher {
  readonly #clock: NonNullable<NotifyPublisherOptions['clock']>;
  readonly #pack: Packer;
  readonly #post: Post;
  readonly #cancel: Cancel;

  /**
   * @throws Error when `queueUrl` or `pipelineId` is missing, or `sender` is no name
   *
   * @example
   * const publisher = new NotifyPublisher({ queueUrl, pipelineId, bucketName });
   */
  constructor(options: NotifyPublisherOptions) {
    for (const name of ['queueUrl', 'pipelineId'] as const) {
      if (!options[name]) throw new Error(`${name} is missing: give what the construct, or its stack's outputs, say`);
    }
    if (options.sender !== undefined && !isSender(options.sender)) {
      throw new Error(
        'sender must be 1 to 40 letters, digits, full stops, underscores and hyphens; leave it out or choose another',
      );
    }
    this.#clock = options.clock ?? systemClock;
    this.#cancel = createCancel(options);
    this.#pack = createPacker(options);
    this.#post = createPost({
      sqs: options.sqsClient,
      bucket: createS3Bucket(options.bucketName, options.s3Client),
      clock: this.#clock,
    });
  }

  /**
   * A publisher for a function that you called `notify.addPublisher(fn)` with.
   *
   * @param from the environment
   * @param options what no environment can say
   * @throws Error that names a variable which is not set
   *
   * @example
   * const publisher = NotifyPublisher.fromEnv();
   * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
   */
  static fromEnv(
    from: Readonly<Record<string, string | undefined>> = process.env,
    options: Pick<NotifyPublisherOptions, 'preflight'> = {},
  ): NotifyPublisher {
    const read = (name: keyof typeof publisherEnvironment): string => {
      const value = from[publisherEnvironment[name]];
      if (!value) {
        throw new Error(
          `environment variable ${publisherEnvironment[name]} is not set; call addPublisher of the NotifyPipeline with this function`,
        );
      }
      return value;
    };
    return new NotifyPublisher({
      ...options,
      queueUrl: read('queueUrl'),
      // Not set where the function may publish nothing urgent.
      urgentQueueUrl: from[publisherEnvironment.urgentQueueUrl],
      bucketName: read('bucketName'),
      pipelineId: read('pipelineId'),
      sender: from[publisherEnvironment.sender],
      tableName: from[publisherEnvironment.tableName],
      scheduledTableName: from[publisherEnvironment.scheduledTableName],
    });
  }

  /**
   * A publisher for a pipeline that is found by its SSM parameter, for programs that nobody calls `addPublisher` with. It
   * needs `@aws-sdk/client-ssm` and the permission of `grantSend`, or of `ssm:GetParametersByPath` on
   * `parameter/cdk-govuk-notify` if no id is given.
   *
   * @param pipelineId the pipeline's id. Without one it is the only pipeline in the account and region
   * @param options what the parameter cannot say
   * @throws Error when there is no such pipeline, or more than one
   * @throws whatever the AWS SDK throws
   *
   * @example
   * const publisher = await NotifyPublisher.fromPipeline('licences-production');
   * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-parameter-store.html
   */
  static async fromPipeline(
    pipelineId?: string,
    { ssmClient, ...options }: FromPipelineOptions = {},
  ): Promise<NotifyPublisher> {
    const found = onlyPipeline(await findPipelines(pipelineId, ssmClient), pipelineId);
    return new NotifyPublisher({ ...options, ...targetOf(found) });
  }

  /**
   * Puts an email on the queue.
   *
   * @throws InvalidMessageError that names the field which is wrong; nothing has left
   * @throws NotPublishedError when SQS or S3 did not take it
   *
   * @example
   * await publisher.sendEmail({ templateId, emailAddress, idempotencyKey: 'licence JUG-0001 granted' });
   * @see https://docs.notifications.service.gov.uk/node.html#send-an-email
   */
  sendEmail(email: EmailToPublish): Promise<Published> {
    return this.#send({ ...email, type: 'email' });
  }

  /**
   * Puts a text message on the queue.
   *
   * @throws InvalidMessageError that names the field which is wrong; nothing has left
   * @throws NotPublishedError when SQS or S3 did not take it
   *
   * @example
   * await publisher.sendSms({
   *   templateId,
   *   phoneNumber,
   *   personalisation: { code: '12345' },
   *   priority: 'urgent',
   *   expiresAt: new Date(Date.now() + 10 * 60_000),
   * });
   * @see https://docs.notifications.service.gov.uk/node.html#send-a-text-message
   */
  sendSms(text: SmsToPublish): Promise<Published> {
    return this.#send({ ...text, type: 'sms' });
  }

  /**
   * Puts a letter on the queue.
   *
   * @throws InvalidMessageError that names the field which is wrong; nothing has left
   * @throws NotPublishedError when SQS or S3 did not take it
   *
   * @example
   * await publisher.sendLetter({
   *   templateId,
   *   personalisation: { address_line_1: 'Amala Bird', address_line_2: '123 High Street', address_line_3: 'SW14 6BF' },
   * });
   * @see https://docs.notifications.service.gov.uk/node.html#send-a-letter
   */
  sendLetter(letter: LetterToPublish): Promise<Published> {
    return this.#send({ ...letter, type: 'letter' });
  }

  /**
   * Puts a letter that is a PDF already on the queue, by way of the bucket.
   *
   * @throws InvalidMessageError that names the field which is wrong; nothing has left
   * @throws NotPublishedError when SQS or S3 did not take it
   *
   * @example
   * await publisher.sendPrecompiledLetter({ content: await readFile('letter.pdf'), reference: 'statement 2026-03' });
   * @see https://docs.notifications.service.gov.uk/node.html#send-a-precompiled-letter
   */
  sendPrecompiledLetter(letter: PrecompiledLetterToPublish): Promise<Published> {
    return this.#send({ ...letter, type: 'precompiled_letter' });
  }

  /**
   * Puts any number of messages on the queue, in batches, and reads the next message only when there is room for it. One
   * failure does not stop the rest: `onResult` gets the reason, and the result counts it. A batch that is not full leaves
   * when no message comes for a moment, or when one for the other queue is full.
   *
   * @throws RangeError when `concurrency` is no whole number of at least 1
   * @throws whatever `messages` throws, when all that it gave before is published and told
   * @throws whatever a callback throws; what is on its way by then is published
   *
   * @example
   * const { published, failed } = await publisher.sendAll(reminders(), {
   *   onProgress: ({ published }) => console.log(`${published} published`),
   *   onResult: (result) => {
   *     if (!result.ok) console.error(`message ${result.index}: ${result.error.message}`);
   *   },
   * });
   * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html
   */
  sendAll(
    messages: Iterable<MessageToPublish> | AsyncIterable<MessageToPublish>,
    options: SendAllOptions = {},
  ): Promise<SendAllResult> {
    return sendAll(messages, { packed: this.#pack, post: this.#post, clock: this.#clock }, options);
  }

  /**
   * Cancels a message that no worker has begun to send, such as one that waits for its `sendAfter`. A message is sent or
   * cancelled, never both. If we have not seen the key yet, it is closed too, because its message may still be on its way.
   * Messages under a cancelled key are dropped for as long as its record exists.
   *
   * You need `@aws-sdk/client-dynamodb`, and the permission of `grantCancel`.
   *
   * @param idempotencyKey the key that the message was published with
   * @throws NotCancelledError when the tables are not known, or AWS refuses
   *
   * @example
   * const { outcome } = await publisher.cancel('appointment 7 reminder');
   * if (outcome === 'too late') console.log('it is on its way');
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
   */
  cancel(idempotencyKey: string): Promise<Cancellation> {
    return this.#cancel(idempotencyKey);
  }

  async #send(message: MessageToPublish): Promise<Published> {
    const parcel = this.#pack(message);
    const [error] = await this.#post([parcel]);
    if (error) throw error;
    const { deliveryId, idempotencyKey } = parcel;
    return { deliveryId, idempotencyKey };
  }
}
