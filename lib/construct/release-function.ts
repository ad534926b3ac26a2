import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { environment } from '../contract/environment';
import { queueKeyActions } from './encryption-key';
import { FunctionSchedule } from './function-schedule';
import { PipelineFunction, type FunctionSettings } from './pipeline-function';
import type { PipelineQueues } from './pipeline-queues';

export interface ReleaseFunctionProps extends FunctionSettings {
  readonly queues: PipelineQueues;
}

/** Puts held messages back on the queue they came from when their wait is over. */
export class ReleaseFunction extends PipelineFunction {
  readonly schedule: FunctionSchedule;

  constructor(scope: Construct, id: string, props: ReleaseFunctionProps) {
    const { queue, urgentQueue, heldQueue } = props.queues;

    super(scope, id, {
      ...props,
      bundle: 'release',
      description: 'Puts held messages back on their queue when their wait is over.',
      // Less than the minute between two runs, so that they never overlap.
      timeout: Duration.seconds(55),
      memorySize: 512,
      variables: {
        [environment.queueUrl]: queue.queueUrl,
        [environment.urgentQueueUrl]: urgentQueue.queueUrl,
        [environment.heldQueueUrl]: heldQueue.queueUrl,
      },
    });

    this.schedule = new FunctionSchedule(scope, `${id}Schedule`, { target: this, every: Duration.minutes(1) });

    this.allow(['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:ChangeMessageVisibility'], heldQueue.queueArn);
    this.allow(['sqs:SendMessage'], queue.queueArn, urgentQueue.queueArn);
    props.encryptionKey.grant(this, ...queueKeyActions);
  }
}
