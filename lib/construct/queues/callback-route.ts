import type { IEventBus } from 'aws-cdk-lib/aws-events';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';

/** How callbacks are handed on. */
export interface CallbackRouteOptions {
  /**
   * The secret with which the callbacks are signed, so that the other pipeline knows from whom they are: the one that its
   * `routedCallbacks` name, or one with the same text in this account. At least 32 characters.
   *
   * It is rotated by putting a new value into the other pipeline's secret first, which takes the value before as well, and
   * into this one then. If it is encrypted with a key of your own, import it with `Secret.fromSecretAttributes` and name
   * that key.
   */
  readonly signingSecret: ISecret;
}

/**
 * Where the callbacks of another pipeline go. Notify calls one URL for all that use a service, so the pipeline whose URL
 * that is hands on what is not its own.
 *
 * @example
 * new NotifyPipeline(this, 'Production', {
 *   apiKeySecret: Secret.fromSecretNameV2(this, 'Key', 'govuk-notify/api-key'),
 *   callbacks: true,
 *   callbackRoutes: {
 *     staging: CallbackRoute.toEventBus(EventBus.fromEventBusArn(this, 'StagingBus', stagingBusArn), {
 *       signingSecret: Secret.fromSecretNameV2(this, 'Signing', 'govuk-notify/routed-callbacks'),
 *     }),
 *   },
 * });
 */
export class CallbackRoute {
  /**
   * The event bus of the other pipeline, which takes its callbacks from there if its `routedCallbacks` say `fromEventBus`.
   * The bus of another account must allow this one to put events on it.
   */
  static toEventBus(eventBus: IEventBus, { signingSecret }: CallbackRouteOptions): CallbackRoute {
    return new CallbackRoute(eventBus, undefined, signingSecret);
  }

  /**
   * A queue: the `routedCallbackQueue` of the other pipeline, or one of your own, for whoever takes callbacks from it. The
   * queue of another account, and its key if it has one, must allow this one. If it is imported and has a key, name the
   * key by `Queue.fromQueueAttributes`, so that the function may use it.
   */
  static toQueue(queue: IQueue, { signingSecret }: CallbackRouteOptions): CallbackRoute {
    return new CallbackRoute(undefined, queue, signingSecret);
  }

  private constructor(
    /** The bus, if it leads to one. */
    readonly eventBus: IEventBus | undefined,
    /** The queue, if it leads to one. */
    readonly queue: IQueue | undefined,
    /** What the callbacks are signed with. */
    readonly signingSecret: ISecret,
  ) {}
}
