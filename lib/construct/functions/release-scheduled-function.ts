import { Duration, Tokenization } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { environment } from '../../contract/environment';
import { stateItems } from '../../contract/state-items';
import type { PipelineQueues } from '../queues/pipeline-queues';
import type { DeliveriesTable } from '../storage/deliveries-table';
import { toSend, toUseItems } from '../storage/key-use';
import type { ScheduledTable } from '../storage/scheduled-table';
import { FunctionSchedule } from './function-schedule';
import { leastMemory } from './memory-sizes';
import { PipelineFunction, type FunctionSettings } from './pipeline-function';

export interface ReleaseScheduledFunctionProps extends FunctionSettings {
  readonly queues: PipelineQueues;
  readonly table: DeliveriesTable;
  readonly scheduledTable: ScheduledTable;
  readonly rateLimit: number;
  readonly rateShare: number;
}

/** Puts messages on their queue when the time has come that they wait for. */
export class ReleaseScheduledFunction extends PipelineFunction {
  readonly schedule: FunctionSchedule;

  constructor(scope: Construct, id: string, props: ReleaseScheduledFunctionProps) {
    const { table, scheduledTable } = props;
    const { queue, urgentQueue } = props.queues;

    super(scope, id, {
      ...props,
      bundle: 'release-scheduled',
      name: 'releaseScheduled',
      concurrentRuns: 1,
      description: 'Puts scheduled messages on their queue at their send_after.',
      // Less than the minute between two runs, so that they never overlap.
      timeout: Duration.seconds(58),
      memorySize: leastMemory.releaseScheduled,
      variables: {
        [environment.tableName]: table.tableName,
        [environment.scheduledTableName]: scheduledTable.tableName,
        [environment.queueUrl]: queue.queueUrl,
        [environment.urgentQueueUrl]: urgentQueue.queueUrl,
        [environment.rateLimit]: Tokenization.stringifyNumber(props.rateLimit),
        [environment.rateShare]: Tokenization.stringifyNumber(props.rateShare),
      },
    });

    this.schedule = new FunctionSchedule(scope, `${id}Schedule`, {
      target: this,
      every: Duration.minutes(1),
      group: props.scheduleGroup,
    });

    this.allowOnItems(['dynamodb:BatchGetItem'], table.tableArn, [
      ...Object.values(stateItems.hold),
      ...Object.values(stateItems.lane),
    ]);
    this.allowOnItems(['dynamodb:GetItem', 'dynamodb:PutItem'], table.tableArn, [stateItems.scheduled]);
    this.allow(['dynamodb:Query', 'dynamodb:BatchWriteItem'], scheduledTable.tableArn);
    this.allow(['sqs:GetQueueAttributes'], queue.queueArn);
    this.allow(['sqs:SendMessage'], queue.queueArn, urgentQueue.queueArn);
    this.allowKey(props.encryptionKey, toUseItems(table, scheduledTable));
    this.allowKey(props.encryptionKey, toSend(queue, urgentQueue));
  }
}
