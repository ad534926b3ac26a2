import { Duration, Tokenization } from 'aws-cdk-lib';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { environment } from '../contract/environment';
import type { DeliveriesTable } from './deliveries-table';
import { tableKeyActions } from './encryption-key';
import { FunctionSchedule } from './function-schedule';
import { heldQueueVariables } from './held-queues';
import { PipelineFunction, type FunctionSettings } from './pipeline-function';
import type { PipelineQueues } from './pipeline-queues';

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
      description: 'Ends holds that can end, and puts held messages back on their queue.',
      // Less than the minute between two runs, so that they never overlap.
      timeout: Duration.seconds(55),
      memorySize: 512,
      variables: {
        [environment.tableName]: table.tableName,
        [environment.queueUrl]: queue.queueUrl,
        [environment.urgentQueueUrl]: urgentQueue.queueUrl,
        ...heldQueueVariables(heldQueues),
        [environment.apiKeySecretArn]: apiKeySecret.secretArn,
        [environment.notifyBaseUrl]: props.notifyBaseUrl,
        [environment.rateLimit]: Tokenization.stringifyNumber(props.rateLimit),
        [environment.rateShare]: Tokenization.stringifyNumber(props.rateShare),
      },
    });

    this.schedule = new FunctionSchedule(scope, `${id}Schedule`, { target: this, every: Duration.minutes(1) });

    const back = [queue.queueArn, urgentQueue.queueArn];
    const held = heldQueues.all.map(({ queueArn }) => queueArn);
    this.allowReading(apiKeySecret);
    this.allow(
      ['dynamodb:BatchGetItem', 'dynamodb:DeleteItem', 'dynamodb:GetItem', 'dynamodb:PutItem'],
      table.tableArn,
    );
    this.allow(['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:ChangeMessageVisibility'], ...held);
    // What is held for longer than SQS keeps a message is put on its held queue anew.
    this.allow(['sqs:GetQueueAttributes', 'sqs:SendMessage'], ...back, ...held);
    props.encryptionKey.grant(this, ...tableKeyActions);
  }
}
