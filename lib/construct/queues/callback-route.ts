import type { IEventBus } from 'aws-cdk-lib/aws-events';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';

/**
 * How forwarded callbacks are signed.
 *
 * @example
 * CallbackRoute.toQueue(wrongAddresses, {
 *   signingSecret: Secret.fromSecretNameV2(this, 'Signing', 'govuk-notify/routed-callbacks'),
 * });
 */
export interface CallbackRouteOptions {
  /**
   * The secret that signs the callbacks, so that the other pipeline knows who sent them. Give the one that its
   * `routedCallbacks` names, or one with the same text in this account: at least 32 characters.
   *
   * To rotate it, put the new value into the other pipeline's secret first, which also accepts the previous value, and then
   * into this one. If you encrypt it with your own key, import it with `Secret.fromSecretAttributes` and name that key.
   *
   * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets.html
   */
  readonly signingSecret: ISecret;
}

/**
 * Where to forward the callbacks of another pipeline. Notify calls one URL for all pipelines that use a service, so the
 * pipeline with that URL forwards the callbacks of the others.
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
 * @see https://docs.notifications.service.gov.uk/rest-api.html#callbacks
 */
export class CallbackRoute {
  /**
   * Forwards to the event bus of the other pipeline, which takes its callbacks from there if its `routedCallbacks` has
   * `fromEventBus`. A bus of another account must allow this one to put events on it.
   *
   * @example
   * CallbackRoute.toEventBus(EventBus.fromEventBusArn(this, 'StagingBus', stagingBusArn), {
   *   signingSecret: Secret.fromSecretNameV2(this, 'Signing', 'govuk-notify/routed-callbacks'),
   * });
   * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-bus.html
   */
  static toEventBus(eventBus: IEventBus, { signingSecret }: CallbackRouteOptions): CallbackRoute {
    return new CallbackRoute(eventBus, undefined, signingSecret);
  }

  /**
   * Forwards to a queue: the `routedCallbackQueue` of the other pipeline, or your own, from which you read the callbacks. A
   * queue of another account, and its key if it has one, must allow this one. If you import a queue that has a key, name the
   * key with `Queue.fromQueueAttributes`, so that the function may use it.
   *
   * @example
   * CallbackRoute.toQueue(wrongAddresses, {
   *   signingSecret: Secret.fromSecretNameV2(this, 'Signing', 'govuk-notify/routed-callbacks'),
   * });
   * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/welcome.html
   */
  static toQueue(queue: IQueue, { signingSecret }: CallbackRouteOptions): CallbackRoute {
    return new CallbackRoute(undefined, queue, signingSecret);
  }

  private constructor(
    /**
     * The bus to forward to. Not set if it forwards to a queue.
     *
     * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-bus.html
     */
    readonly eventBus: IEventBus | undefined,
    /**
     * The queue to forward to. Not set if it forwards to a bus.
     *
     * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/welcome.html
     */
    readonly queue: IQueue | undefined,
    /**
     * The secret that signs the callbacks.
     *
     * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/intro.html
     */
    readonly signingSecret: ISecret,
  ) {}
}
