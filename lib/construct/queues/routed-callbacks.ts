import { Duration, Stack, type RemovalPolicy } from 'aws-cdk-lib';
import { Rule, RuleTargetInput, type IEventBus } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { routedCallback, routedCallbackSource } from '../../contract/callback';
import { acknowledge } from '../validation/acknowledgements';
import { differentEnvironment } from '../validation/different-environment';
import { InvalidSettingsError } from '../validation/invalid-settings-error';
import { keptQueue } from './pipeline-queues';

/**
 * Which callbacks, forwarded by other pipelines, a pipeline accepts.
 *
 * @example
 * new NotifyPipeline(this, 'Notify', {
 *   apiKeySecret,
 *   routedCallbacks: { signingSecret: Secret.fromSecretNameV2(this, 'Signing', 'govuk-notify/routed-callbacks') },
 * });
 */
export interface RoutedCallbacksOptions {
  /**
   * The secret with which the other pipelines sign: at least 32 characters. Anyone who has it can report outcomes of this
   * pipeline's messages. The pipeline accepts its value and the previous one, so rotate it by putting a new value into this
   * secret, and then into theirs.
   *
   * If you encrypt it with your own key, import it with `Secret.fromSecretAttributes` and name that key.
   *
   * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets.html
   */
  readonly signingSecret: ISecret;
  /**
   * Whether to accept them from the pipeline's event bus too, through a rule, and not only from `routedCallbackQueue`.
   *
   * @default false
   */
  readonly fromEventBus?: boolean;
}

export interface RoutedCallbacksProps {
  readonly pipelineId: string;
  readonly eventBus: IEventBus;
  readonly removalPolicy: RemovalPolicy;
  readonly fromEventBus: boolean;
}

/**
 * The callbacks that other pipelines forwarded to this one wait here. We have answered Notify that they are done, so
 * it does not send them again: they stay here until they are written down.
 */
export class RoutedCallbacks extends Construct {
  readonly queue: Queue;

  /** @throws InvalidSettingsError when they are to come from a bus that is known to be of another account or region. */
  constructor(
    scope: Construct,
    id: string,
    { pipelineId, eventBus, removalPolicy, fromEventBus }: RoutedCallbacksProps,
  ) {
    super(scope, id);
    this.queue = new Queue(this, 'Queue', {
      // EventBridge could not use the pipeline's key if it is an imported one. There is no recipient in what waits here.
      ...keptQueue({ removalPolicy }),
      // As often as Notify itself would call again.
      visibilityTimeout: Duration.minutes(5),
    });
    acknowledge(this.queue, 'routedCallbacks');

    if (!fromEventBus) return;
    const there = differentEnvironment(eventBus.env, Stack.of(this));
    if (there) {
      throw new InvalidSettingsError(
        `routedCallbacks.fromEventBus must not be true, because the bus is in ${there}, where this stack cannot make a rule: leave it out, and route the callbacks of other pipelines to this one's routedCallbackQueue with CallbackRoute.toQueue`,
      );
    }
    const rule = new Rule(this, 'Rule', {
      description: 'Callbacks that another pipeline has forwarded to this one.',
      eventBus,
      eventPattern: {
        source: [routedCallbackSource],
        detailType: [routedCallback],
        detail: { pipeline_id: [pipelineId] },
      },
      // The same as comes by a route that leads to the queue itself.
      targets: [new SqsQueue(this.queue, { message: RuleTargetInput.fromEventPath('$.detail') })],
    });
    acknowledge(rule, 'routedCallbackRule');
  }
}
