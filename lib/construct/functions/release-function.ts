import { Duration, Tokenization } from 'aws-cdk-lib';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { environment } from '../../contract/environment';
import { stateItems } from '../../contract/state-items';
import type { DeliveriesTable } from '../storage/deliveries-table';
import { FunctionSchedule } from './function-schedule';
import { heldQueueVariables } from '../queues/held-queues';
import { leastMemory } from './memory-sizes';
import { PipelineFunction, type FunctionSettings } from './pipeline-function';
import type { PipelineQueues } from '../queues/pipeline-queues';
import { toSend, toUseItems } from '../storage/key-use';
import { secretId } from '../storage/secret-id';

export interface ReleaseFunctionProps extends FunctionSettings {
  readonly queues: PipelineQueues;
  readonly table: DeliveriesTable;
  readonly apiKeySecret: ISecret;
  readonly notifyBaseUrl: string;
  readonly rateLimit: number;
  readonly rateShare: number;
}

/** Ends the holds that can end, and puts held messages back on the queue they came from. */
export class ReleaseFunction extends PipelineFunction {
  readonly schedule: FunctionSchedule;

  constructor(scope: Construct, id: string, props: ReleaseFunctionProps) {
    const { table, apiKeySecret } = props;
    const { queue, urgentQueue, heldQueues } = props.queues;

    super(scope, id, {
      ...props,
      bundle: 'release',
      name: 'release',
      concurrentRuns: 1,
      description: 'Ends holds that can end, and puts held messages back on their queue.',
      // Less than the minute between two runs, so that they never overlap.
      timeout: Duration.seconds(55),
      memorySize: leastMemory.release,
      variables: {
        [environment.tableName]: table.tableName,
        [environment.queueUrl]: queue.queueUrl,
        [environment.urgentQueueUrl]: urgentQueue.queueUrl,
        ...heldQueueVariables(heldQueues),
        [environment.apiKeySecretArn]: secretId(apiKeySecret),
        [environment.notifyBaseUrl]: props.notifyBaseUrl,
        [environment.rateLimit]: Tokenization.stringifyNumber(props.rateLimit),
        [environment.rateShare]: Tokenization.stringifyNumber(props.rateShare),
      },
    });

    this.schedule = new FunctionSchedule(scope, `${id}Schedule`, {
      target: this,
      every: Duration.minutes(1),
      group: props.scheduleGroup,
    });

    const held = heldQueues.all.map(({ queueArn }) => queueArn);
    this.allowReading(apiKeySecret);
    this.allowOnItems(['dynamodb:BatchGetItem', 'dynamodb:DeleteItem', 'dynamodb:PutItem'], table.tableArn, [
      ...Object.values(stateItems.hold),
      ...Object.values(stateItems.lane),
    ]);
    const take = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:ChangeMessageVisibility'];
    this.allow([...take, 'sqs:GetQueueAttributes'], ...held);
    this.allow(['sqs:GetQueueAttributes'], queue.queueArn);
    // What is held for longer than SQS keeps a message is put on its held queue anew.
    this.allow(['sqs:SendMessage'], queue.queueArn, urgentQueue.queueArn, ...held);
    this.allowKey(props.encryptionKey, toUseItems(table));
    this.allowKey(props.encryptionKey, toSend(queue, urgentQueue, ...heldQueues.all));
  }
}
