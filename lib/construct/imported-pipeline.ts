import { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { EventBus, type IEventBus, type Rule } from 'aws-cdk-lib/aws-events';
import { Key, type IKey } from 'aws-cdk-lib/aws-kms';
import { Function, type IFunction } from 'aws-cdk-lib/aws-lambda';
import { Bucket, type IBucket } from 'aws-cdk-lib/aws-s3';
import { Queue, type IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { DeliveryState } from '../contract/delivery';
import { namesOf, type EventSelection } from './events/event-selection';
import { isAliasArn } from './storage/encryption-key';
import { checkKinds } from './validation/check-kinds';
import { InvalidSettingsError } from './validation/invalid-settings-error';
import { attributeKinds } from './validation/prop-kinds';
import type { PipelineTables } from './storage/grant-cancel';
import { NotifyPipelineBase } from './notify-pipeline-base';
import type { OptionalEvents } from './events/pipeline-events';

/**
 * The attributes of a pipeline that another stack deploys. `addOutputs` puts each out by the same name.
 *
 * @example
 * NotifyPipeline.fromAttributes(this, 'Notify', {
 *   pipelineId: 'licences-production',
 *   eventBusArn: 'arn:aws:events:eu-west-2:111111111111:event-bus/notify-events',
 * });
 */
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
   * The ARN of the table of its deliveries.
   *
   * @default - nobody can be let cancel
   */
  readonly tableArn?: string;

  /**
   * The ARN of the table of its scheduled messages.
   *
   * @default - nobody can be let cancel
   */
  readonly scheduledTableArn?: string;

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

  /**
   * The ARN of the function that sends for states of Step Functions. There is one if the pipeline's `sendTasks` are on.
   *
   * @default - no state of Step Functions can be made
   */
  readonly sendTaskFunctionArn?: string;

  /**
   * Its `events`. Given, a rule that would never be called is refused.
   *
   * @default - nobody here knows, so a rule can be made for every event
   */
  readonly events?: EventSelection;
}

/** A pipeline of another stack, app or account, by what has to be known of it. */
export class ImportedPipeline extends NotifyPipelineBase {
  readonly pipelineId: string;
  /** Nobody here knows, so all. */
  protected readonly _optionalEvents: OptionalEvents = { texts: true, callbacks: true, letterPdfs: true };
  readonly #events: EventSelection | undefined;
  readonly #queue: IQueue | undefined;
  readonly #urgentQueue: IQueue | undefined;
  readonly #bucket: IBucket | undefined;
  readonly #encryptionKey: IKey | undefined;
  readonly #eventBus: IEventBus | undefined;
  /** @internal */
  protected readonly _tables: PipelineTables;
  /** @internal */
  protected readonly _sendTaskFunction: IFunction | undefined;

  constructor(scope: Construct, id: string, attributes: NotifyPipelineAttributes) {
    super(scope, id);
    checkKinds(this, attributes, attributeKinds, 'the attributes of a NotifyPipeline');
    const { queueArn, urgentQueueArn, bucketArn, encryptionKeyArn, eventBusArn } = attributes;
    const { tableArn, scheduledTableArn, sendTaskFunctionArn } = attributes;
    this.pipelineId = attributes.pipelineId;
    this.#events = attributes.events;
    if (encryptionKeyArn && isAliasArn(encryptionKeyArn)) {
      throw new InvalidSettingsError(
        `encryptionKeyArn must be the ARN of a key, because a policy cannot allow the use of a key by its alias, got '${encryptionKeyArn}': use the ARN of the key itself`,
        this,
      );
    }
    if (queueArn) this.#queue = Queue.fromQueueArn(this, 'Queue', queueArn);
    if (urgentQueueArn) this.#urgentQueue = Queue.fromQueueArn(this, 'UrgentQueue', urgentQueueArn);
    if (bucketArn) this.#bucket = Bucket.fromBucketArn(this, 'Bucket', bucketArn);
    if (encryptionKeyArn) this.#encryptionKey = Key.fromKeyArn(this, 'Key', encryptionKeyArn);
    this._tables = {
      ...(tableArn && { table: TableV2.fromTableArn(this, 'Deliveries', tableArn) }),
      ...(scheduledTableArn && { scheduledTable: TableV2.fromTableArn(this, 'Scheduled', scheduledTableArn) }),
    };
    this._sendTaskFunction = sendTaskFunctionArn
      ? Function.fromFunctionArn(this, 'SendTask', sendTaskFunctionArn)
      : undefined;
    if (eventBusArn) this.#eventBus = EventBus.fromEventBusArn(this, 'EventBus', eventBusArn);
  }

  /** @internal */
  protected _publish(rule: Rule, states: readonly DeliveryState[]): void {
    const missing = this.#events ? states.filter((state) => !this.#events?._states.includes(state)) : [];
    if (missing.length === 0) return;
    throw new InvalidSettingsError(
      `'${rule.node.id}' would never be called, because the pipeline does not publish ${namesOf(missing)}: add it to the pipeline's events first, then to the events given here`,
      this,
    );
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
  if (part === undefined) throw new Error(`${attribute} is not known: pass it to NotifyPipeline.fromAttributes`);
  return part;
}
