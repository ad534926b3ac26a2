import type { IEventBus } from 'aws-cdk-lib/aws-events';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';

/**
 * Where the receipts of another pipeline go. Notify calls one URL for all that use a service, so the pipeline whose URL
 * that is hands on what is not its own.
 *
 * @example
 * new NotifyPipeline(this, 'Production', {
 *   apiKeySecret: Secret.fromSecretNameV2(this, 'Key', 'govuk-notify/api-key'),
 *   receipts: true,
 *   receiptRoutes: {
 *     staging: ReceiptRoute.toEventBus(EventBus.fromEventBusArn(this, 'StagingBus', stagingBusArn)),
 *   },
 * });
 */
export class ReceiptRoute {
  /**
   * The event bus of the other pipeline, which takes its receipts from there if its `receipts` are on. The bus of
   * another account must allow this one to put events on it.
   */
  static toEventBus(eventBus: IEventBus): ReceiptRoute {
    return new ReceiptRoute(eventBus, undefined);
  }

  /**
   * A queue: the `routedReceiptQueue` of the other pipeline, or one of your own, for whoever takes receipts from it. The
   * queue of another account, and its key if it has one, must allow this one. If it is imported and has a key, name the
   * key by `Queue.fromQueueAttributes`, so that the function may use it.
   */
  static toQueue(queue: IQueue): ReceiptRoute {
    return new ReceiptRoute(undefined, queue);
  }

  private constructor(
    /** The bus, if it leads to one. */
    readonly eventBus: IEventBus | undefined,
    /** The queue, if it leads to one. */
    readonly queue: IQueue | undefined,
  ) {}
}
