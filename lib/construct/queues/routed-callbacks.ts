import { Annotations, Duration, Stack, Validations, type RemovalPolicy } from 'aws-cdk-lib';
import { Rule, RuleTargetInput, type IEventBus } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { routedCallback } from '../../contract/callback';
import { eventSource } from '../../contract/events';
import { differentEnvironment } from '../validation/different-environment';
import { keptQueue } from './pipeline-queues';

export interface RoutedCallbacksProps {
  readonly pipelineId: string;
  readonly eventBus: IEventBus;
  readonly removalPolicy: RemovalPolicy;
}

/**
 * Where the callbacks wait that other pipelines have handed on to this one. Notify has been told that they are done, so
 * nobody would bring them again: they stay here until they are written down.
 */
export class RoutedCallbacks extends Construct {
  readonly queue: Queue;
  /** Brings those that are put on the pipeline's bus, unless the bus is known to be of another account or region. */
  readonly rule?: Rule;

  constructor(scope: Construct, id: string, { pipelineId, eventBus, removalPolicy }: RoutedCallbacksProps) {
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

    const there = differentEnvironment(eventBus.env, Stack.of(this));
    if (there) {
      Annotations.of(this).addWarningV2(
        'cdk-govuk-notify:noRoutedCallbacks',
        `callbacks that other pipelines put on this pipeline's bus never reach it, for the bus is of ${there}, where no rule can be made: lead their callbackRoutes to its routedCallbackQueue instead, with CallbackRoute.toQueue, or acknowledge this if there are none`,
      );
      return;
    }
    this.rule = new Rule(this, 'Rule', {
      description: 'Callbacks that another pipeline has handed on to this one.',
      eventBus,
      eventPattern: { source: [eventSource], detailType: [routedCallback], detail: { pipeline_id: [pipelineId] } },
      // The same as comes by a route that leads to the queue itself.
      targets: [new SqsQueue(this.queue, { message: RuleTargetInput.fromEventPath('$.detail') })],
    });
    Validations.of(this.rule).acknowledge({
      id: 'Serverless-EventBusDLQ',
      reason: 'Its target is a queue that keeps everything, and EventBridge tries for a day to put it there.',
    });
  }
}
