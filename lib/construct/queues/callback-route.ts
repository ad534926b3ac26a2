import type { IEventBus } from 'aws-cdk-lib/aws-events';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';

/**
 * Where the callbacks of another pipeline go. Notify calls one URL for all that use a service, so the pipeline whose URL
 * that is hands on what is not its own.
 *
 * @example
 * new NotifyPipeline(this, 'Production', {
 *   apiKeySecret: Secret.fromSecretNameV2(this, 'Key', 'govuk-notify/api-key'),
 *   callbacks: true,
 *   callbackRoutes: {
 *     staging: CallbackRoute.toEventBus(EventBus.fromEventBusArn(this, 'StagingBus', stagingBusArn)),
 *   },
 * });
 */
export class CallbackRoute {
  /**
   * The event bus of the other pipeline, which takes its callbacks from there if its `callbacks` are on. The bus of
   * another account must allow this one to put events on it.
   */
  static toEventBus(eventBus: IEventBus): CallbackRoute {
    return new CallbackRoute(eventBus, undefined);
  }

  /**
   * A queue: the `routedCallbackQueue` of the other pipeline, or one of your own, for whoever takes callbacks from it. The
   * queue of another account, and its key if it has one, must allow this one. If it is imported and has a key, name the
   * key by `Queue.fromQueueAttributes`, so that the function may use it.
   */
  static toQueue(queue: IQueue): CallbackRoute {
    return new CallbackRoute(undefined, queue);
  }

  private constructor(
    /** The bus, if it leads to one. */
    readonly eventBus: IEventBus | undefined,
    /** The queue, if it leads to one. */
    readonly queue: IQueue | undefined,
  ) {}
}
