import { EventBus, type IEventBus } from 'aws-cdk-lib/aws-events';
import { Key, type IKey } from 'aws-cdk-lib/aws-kms';
import { Bucket, type IBucket } from 'aws-cdk-lib/aws-s3';
import { Queue, type IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { isAliasArn } from './storage/encryption-key';
import { checkKinds } from './validation/check-kinds';
import { InvalidSettingsError } from './validation/invalid-settings-error';
import { attributeKinds } from './validation/prop-kinds';
import { NotifyPipelineBase } from './notify-pipeline-base';
import type { OptionalEvents } from './events/pipeline-events';

/** What has to be known of a pipeline that is not of this stack. The app in `bin/` puts each out by the same name. */
export interface NotifyPipelineAttributes {
  /** Its `pipelineId`. */
  readonly pipelineId: string;

  /**
   * The ARN of its queue.
   *
   * @default - nobody can be let put messages on it
   */
  readonly queueArn?: string;

  /**
   * The ARN of its urgent queue.
   *
   * @default - nobody can be let put messages on it
   */
  readonly urgentQueueArn?: string;

  /**
   * The ARN of its bucket, for messages that are too big for SQS and the PDFs of letters.
   *
   * @default - nobody can be let put messages on its queues
   */
  readonly bucketArn?: string;

  /**
   * The ARN of the key that encrypts its queues and its bucket.
   *
   * @default - nobody can be let put messages on its queues
   */
  readonly encryptionKeyArn?: string;

  /**
   * The ARN of the bus that its events are on: its own, or one of this account that they are sent on to.
   *
   * @default - no rules can be made for its events
   */
  readonly eventBusArn?: string;
}

/** A pipeline of another stack, app or account, by what has to be known of it. */
export class ImportedPipeline extends NotifyPipelineBase {
  readonly pipelineId: string;
  /** Nobody here knows, so all. */
  protected readonly _optionalEvents: OptionalEvents = { texts: true, callbacks: true, letterPdfs: true };
  readonly #queue: IQueue | undefined;
  readonly #urgentQueue: IQueue | undefined;
  readonly #bucket: IBucket | undefined;
  readonly #encryptionKey: IKey | undefined;
  readonly #eventBus: IEventBus | undefined;

  constructor(scope: Construct, id: string, attributes: NotifyPipelineAttributes) {
    super(scope, id);
    checkKinds(this, attributes, attributeKinds, 'the attributes of a NotifyPipeline');
    const { queueArn, urgentQueueArn, bucketArn, encryptionKeyArn, eventBusArn } = attributes;
    this.pipelineId = attributes.pipelineId;
    if (encryptionKeyArn && isAliasArn(encryptionKeyArn)) {
      throw new InvalidSettingsError(
        `encryptionKeyArn must be the ARN of a key, for no policy can allow the use of one by its alias, got '${encryptionKeyArn}': give that of the key itself`,
        this,
      );
    }
    if (queueArn) this.#queue = Queue.fromQueueArn(this, 'Queue', queueArn);
    if (urgentQueueArn) this.#urgentQueue = Queue.fromQueueArn(this, 'UrgentQueue', urgentQueueArn);
    if (bucketArn) this.#bucket = Bucket.fromBucketArn(this, 'Bucket', bucketArn);
    if (encryptionKeyArn) this.#encryptionKey = Key.fromKeyArn(this, 'Key', encryptionKeyArn);
    if (eventBusArn) this.#eventBus = EventBus.fromEventBusArn(this, 'EventBus', eventBusArn);
  }

  get queue(): IQueue {
    return given(this.#queue, 'queueArn');
  }

  get urgentQueue(): IQueue {
    return given(this.#urgentQueue, 'urgentQueueArn');
  }

  get bucket(): IBucket {
    return given(this.#bucket, 'bucketArn');
  }

  get encryptionKey(): IKey {
    return given(this.#encryptionKey, 'encryptionKeyArn');
  }

  get eventBus(): IEventBus {
    return given(this.#eventBus, 'eventBusArn');
  }
}

function given<T>(part: T | undefined, attribute: keyof NotifyPipelineAttributes): T {
  if (part === undefined) throw new Error(`${attribute} is not known: give it to NotifyPipeline.fromAttributes`);
  return part;
}
