import { Duration, type RemovalPolicy } from 'aws-cdk-lib';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { acknowledge } from '../validation/acknowledgements';
import { keptQueue } from './pipeline-queues';

export interface TaskOutcomesProps {
  readonly removalPolicy: RemovalPolicy;
  /** The time-out of the function that takes messages from it. */
  readonly timeout: Duration;
}

/** The ends of deliveries wait here until the tasks have them. */
export class TaskOutcomes extends Construct {
  readonly queue: Queue;

  constructor(scope: Construct, id: string, { removalPolicy, timeout }: TaskOutcomesProps) {
    super(scope, id);
    this.queue = new Queue(this, 'Queue', {
      // EventBridge could not use the pipeline's key if it is an imported one. Events name no recipient.
      ...keptQueue({ removalPolicy }),
      visibilityTimeout: Duration.seconds(timeout.toSeconds() * 6),
    });
    acknowledge(this.queue, 'taskOutcomes');
  }
}
