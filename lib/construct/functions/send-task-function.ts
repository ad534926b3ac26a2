import { Duration } from 'aws-cdk-lib';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { environment } from '../../contract/environment';
import { stateItems } from '../../contract/state-items';
import type { PipelineQueues } from '../queues/pipeline-queues';
import { TaskOutcomes } from '../queues/task-outcomes';
import type { DeliveriesTable } from '../storage/deliveries-table';
import type { HashKey } from '../storage/hash-key';
import { toSend, toUseItems } from '../storage/key-use';
import { acknowledge } from '../validation/acknowledgements';
import { leastMemory } from './memory-sizes';
import { PipelineFunction, type FunctionSettings } from './pipeline-function';

export interface SendTaskFunctionProps extends FunctionSettings {
  readonly queues: PipelineQueues;
  readonly table: DeliveriesTable;
  readonly hashKeySecret: HashKey;
}

/** Sends messages for states of Step Functions, and ends their tasks. */
export class SendTaskFunction extends PipelineFunction {
  /** The queue of the ends of deliveries. */
  readonly outcomes: Queue;

  constructor(scope: Construct, id: string, props: SendTaskFunctionProps) {
    const { table, hashKeySecret, removalPolicy } = props;
    const { queue, urgentQueue } = props.queues;
    const timeout = Duration.minutes(1);

    super(scope, id, {
      ...props,
      bundle: 'send-task',
      name: 'sendTask',
      // States invoke it too.
      concurrentRuns: 10,
      description: 'Sends messages for Step Functions states, and completes their tasks.',
      timeout,
      memorySize: leastMemory.sendTask,
      variables: {
        [environment.tableName]: table.tableName,
        [environment.queueUrl]: queue.queueUrl,
        [environment.urgentQueueUrl]: urgentQueue.queueUrl,
        [environment.hashKeySecretArn]: hashKeySecret.secretArn,
      },
    });

    this.outcomes = new TaskOutcomes(scope, `${id}Outcomes`, { removalPolicy, timeout }).queue;
    this.takeFrom('FromOutcomes', this.outcomes, { size: 50, maxConcurrency: 2, window: 1 });

    this.allowReading(hashKeySecret);
    this.allow(['dynamodb:GetItem'], table.tableArn);
    this.allowOnItems(['dynamodb:UpdateItem'], table.tableArn, [`${stateItems.tasks}*`]);
    this.allow(['sqs:SendMessage'], queue.queueArn, urgentQueue.queueArn);
    // IAM knows no resource to which an answer could be held: a task is known by its token alone.
    this.allow(['states:SendTaskSuccess', 'states:SendTaskFailure'], '*');
    for (const use of [toUseItems(table), toSend(queue, urgentQueue)]) this.allowKey(props.encryptionKey, use);
    acknowledge(this.role ?? this, 'taskAnswers');
  }
}
