import { Duration, Stack, Validations, type RemovalPolicy } from 'aws-cdk-lib';
import { Rule, RuleTargetInput, type IEventBus } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { routedCallback, routedCallbackSource } from '../../contract/callback';
import { differentEnvironment } from '../validation/different-environment';
import { InvalidSettingsError } from '../validation/invalid-settings-error';
import { keptQueue } from './pipeline-queues';

/** From whom a pipeline takes callbacks that another has handed on. */
export interface RoutedCallbacksOptions {
  /**
   * The secret with which the other pipelines sign, at least 32 characters: whoever has it may say what became of this
   * pipeline's messages. Its value and the one before are both good, so it is rotated by putting a new value into it, and
   * into the others' after that.
   *
   * If it is encrypted with a key of your own, import it with `Secret.fromSecretAttributes` and name that key.
   */
  readonly signingSecret: ISecret;
  /**
   * Whether they are taken from the pipeline's event bus too, by a rule there, and not only from `routedCallbackQueue`.
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
 * Where the callbacks wait that other pipelines have handed on to this one. Notify has been told that they are done, so
 * nobody would bring them again: they stay here until they are written down.
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
    const reason =
      'What can be no good is counted and left out, and all else is tried until it is written down. The alarm on faults tells.';
    const rules = ['AwsSolutions-SQS3', 'Serverless-SQSRedrivePolicy'];
    Validations.of(this.queue).acknowledge(...rules.map((rule) => ({ id: rule, reason })));

    if (!fromEventBus) return;
    const there = differentEnvironment(eventBus.env, Stack.of(this));
    if (there) {
      throw new InvalidSettingsError(
        `routedCallbacks.fromEventBus must not be true, for the bus is of ${there}, where no rule can be made: leave it out, and lead the callbackRoutes of other pipelines to this one's routedCallbackQueue, with CallbackRoute.toQueue`,
      );
    }
    const rule = new Rule(this, 'Rule', {
      description: 'Callbacks that another pipeline has handed on to this one.',
      eventBus,
      eventPattern: {
        source: [routedCallbackSource],
        detailType: [routedCallback],
        detail: { pipeline_id: [pipelineId] },
      },
      // The same as comes by a route that leads to the queue itself.
      targets: [new SqsQueue(this.queue, { message: RuleTargetInput.fromEventPath('$.detail') })],
    });
    Validations.of(rule).acknowledge({
      id: 'Serverless-EventBusDLQ',
      reason: 'Its target is a queue that keeps everything, and EventBridge tries for a day to put it there.',
    });
  }
}
