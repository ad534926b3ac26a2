import { SQSClient } from '@aws-sdk/client-sqs';
import { systemClock, type Clock } from '../clock';
import { environment } from '../contract/environment';
import type { Preflight } from '../preflight';
import { InvalidMessageError, RefusedMessageError } from './errors';
import type {
  EmailToPublish,
  LetterToPublish,
  MessageToPublish,
  PrecompiledLetterToPublish,
  Published,
  SmsToPublish,
} from './messages';
import { pack, type Parcel } from './parcel';
import { createPost, type Post } from './post';
import { queueMessageOf } from './queue-message';
import { createS3Bucket, type ClientForS3 } from './s3-bucket';
import { sendAll, type SendAllOptions, type SendAllResult } from './send-all';

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
  /** @default a client made of the environment */
  readonly sqsClient?: Pick<SQSClient, 'send'> | undefined;
  /** @default a client made of the environment when it is needed */
  readonly s3Client?: ClientForS3 | undefined;
  /** What pauses between two tries go by. @default the machine's own clock */
  readonly clock?: Pick<Clock, 'sleep'> | undefined;
}

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
  readonly #options: NotifyPublisherOptions;
  readonly #post: Post;

  /**
   * @throws Error when `queueUrl` or `pipelineId` is missing
   *
   * @example
   * const publisher = new NotifyPublisher({ queueUrl, pipelineId, bucketName });
   */
  constructor(options: NotifyPublisherOptions) {
    for (const name of ['queueUrl', 'pipelineId'] as const) {
      if (!options[name]) throw new Error(`${name} is missing: give what the construct, or its stack's outputs, say`);
    }
    this.#options = options;
    this.#post = createPost({
      sqs: options.sqsClient ?? new SQSClient(),
      bucket: createS3Bucket(options.bucketName, options.s3Client),
      clock: options.clock ?? systemClock,
    });
  }

  /**
   * A publisher for a function that `notify.addPublisher(fn)` was called with.
   *
   * @param from the environment
   * @param options what no environment can say
   * @throws Error that names a variable which is not set
   *
   * @example
   * const publisher = NotifyPublisher.fromEnv();
   */
  static fromEnv(
    from: Readonly<Record<string, string | undefined>> = process.env,
    options: Pick<NotifyPublisherOptions, 'preflight'> = {},
  ): NotifyPublisher {
    const read = (name: keyof typeof environment.publisher): string => {
      const value = from[environment.publisher[name]];
      if (!value) {
        throw new Error(
          `environment variable ${environment.publisher[name]} is not set; call addPublisher of the NotifyPipeline with this function`,
        );
      }
      return value;
    };
    return new NotifyPublisher({
      ...options,
      queueUrl: read('queueUrl'),
      urgentQueueUrl: read('urgentQueueUrl'),
      bucketName: read('bucketName'),
      pipelineId: read('pipelineId'),
    });
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
   * Puts any number of messages on the queue, in batches, and reads the next only when there is room for them. A message
   * that fails keeps no other from being published: `onResult` is told why, and the result counts it. A batch that is not
   * full leaves when no message comes for a moment, or when one for the other queue is full.
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
   */
  sendAll(
    messages: Iterable<MessageToPublish> | AsyncIterable<MessageToPublish>,
    options: SendAllOptions = {},
  ): Promise<SendAllResult> {
    const { clock = systemClock } = this.#options;
    return sendAll(messages, { packed: (message) => this.#pack(message), post: this.#post, clock }, options);
  }

  async #send(message: MessageToPublish): Promise<Published> {
    const parcel = this.#pack(message);
    const [error] = await this.#post([parcel]);
    if (error) throw error;
    const { deliveryId, idempotencyKey } = parcel;
    return { deliveryId, idempotencyKey };
  }

  /** Whatever goes wrong with one message is told of that one, and is no reason to stop the others. */
  #pack(message: MessageToPublish): Parcel {
    try {
      return this.#checkAndPack(message);
    } catch (error) {
      throw error instanceof InvalidMessageError ? error : unreadable(error);
    }
  }

  #checkAndPack(message: MessageToPublish): Parcel {
    // What a program without types hands over may be anything.
    if (typeof message !== 'object' || message === null) throw new InvalidMessageError('the message must be an object');
    const checked = queueMessageOf(message);
    const refused = this.#options.preflight?.(checked) ?? [];
    if (refused.length > 0) throw new RefusedMessageError(refused);
    return pack(checked, { ...this.#options, queueUrl: this.#queueFor(message) });
  }

  #queueFor({ priority }: MessageToPublish): string {
    const { queueUrl, urgentQueueUrl } = this.#options;
    switch (priority) {
      case undefined:
        return queueUrl;
      case 'urgent':
        if (urgentQueueUrl) return urgentQueueUrl;
        throw new InvalidMessageError('priority is urgent and the publisher has no urgentQueueUrl; give it one');
      default:
        throw new InvalidMessageError('priority must be urgent, or left out');
    }
  }
}

/** Only the name of what a getter or `toJSON` of the message threw, or the preflight: its words may show what is in it. */
function unreadable(error: unknown): InvalidMessageError {
  const { name = 'unknown' } = Object(error) as Partial<Error>;
  return new InvalidMessageError(
    `the message cannot be read (${name}); see to the getters and the toJSON in it, and to the preflight`,
  );
}
