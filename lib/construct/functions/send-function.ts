import { Duration, Tokenization } from 'aws-cdk-lib';
import { Tracing } from 'aws-cdk-lib/aws-lambda';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { environment } from '../../contract/environment';
import type { DeliveriesTable } from '../storage/deliveries-table';
import type { GuardSecret } from '../recipients/guard-secret';
import { textLimitSettings } from '../recipients/text-limit-settings';
import type { TextMessageLimits } from '../recipients/text-message-limits';
import type { HashKey } from '../storage/hash-key';
import type { ScheduledTable } from '../storage/scheduled-table';
import { heldQueueVariables } from '../queues/held-queues';
import type { FunctionName } from './reserved-concurrency';
import type { Batches } from './send-concurrency';
import { PipelineFunction, type FunctionSettings } from './pipeline-function';
import { payloadArns, type PipelineBucket } from '../storage/pipeline-bucket';
import type { PipelineQueues } from '../queues/pipeline-queues';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { toCopyObjects, toSend, toUseItems } from '../storage/key-use';
import { secretId } from '../storage/secret-id';

export interface SendFunctionProps extends FunctionSettings {
  readonly queues: PipelineQueues;
  readonly bucket: PipelineBucket;
  readonly table: DeliveriesTable;
  readonly scheduledTable: ScheduledTable;
  readonly apiKeySecret: ISecret;
  readonly hashKeySecret: HashKey;
  readonly notifyBaseUrl: string;
  readonly recordRetention: Duration;
  readonly rateLimit: number;
  readonly rateShare: number;
  readonly maxFailures: number;
  readonly teamKey: boolean;
  /** Says to whom messages may go, if not to anybody. */
  readonly guardSecret: GuardSecret | undefined;
  readonly textMessageLimits: TextMessageLimits | undefined;
}

/** The queue that a function sends from. */
interface Source {
  readonly service: string;
  readonly name: FunctionName;
  readonly description: string;
  /** The id of the event source. */
  readonly id: string;
  readonly queue: Queue;
  /** Where its messages wait. */
  readonly held: readonly Queue[];
  readonly batches: Batches;
  /** Of the function, in megabytes. */
  readonly memorySize: number;
}

/** How a function is run. */
type Running = Pick<Source, 'batches' | 'memorySize'>;

/** Takes messages from a queue and gives each to Notify once. */
export class SendFunction extends PipelineFunction {
  /** What one message can take, answer after answer as late as can be, and some seconds to begin. */
  static readonly timeout = Duration.seconds(120);

  /** From the queue. */
  static ofQueue(scope: Construct, id: string, props: SendFunctionProps, running: Running): SendFunction {
    const { queue, heldQueues } = props.queues;
    const { email, sms, internationalSms, letter } = heldQueues;
    return new SendFunction(scope, id, props, {
      service: 'send',
      name: 'send',
      description: 'Sends messages through GOV.UK Notify and records what happened to them.',
      id: 'FromQueue',
      queue,
      held: [email, sms, internationalSms, letter],
      ...running,
    });
  }

  /** From the urgent queue, as a function of its own: no message there waits for long behind a worker that died. */
  static ofUrgentQueue(scope: Construct, id: string, props: SendFunctionProps, running: Running): SendFunction {
    const { urgentQueue, heldQueues } = props.queues;
    return new SendFunction(scope, id, props, {
      service: 'send-urgent',
      name: 'sendUrgent',
      description: 'Sends urgent messages through GOV.UK Notify and records what happened to them.',
      id: 'FromUrgentQueue',
      queue: urgentQueue,
      held: [heldQueues.urgent],
      ...running,
    });
  }

  private constructor(scope: Construct, id: string, props: SendFunctionProps, source: Source) {
    const { queues, bucket, table, scheduledTable, apiKeySecret, hashKeySecret, guardSecret } = props;
    const { queue, urgentQueue, heldQueues, deadLetterQueue } = queues;

    super(scope, id, {
      ...props,
      bundle: 'send',
      service: source.service,
      name: source.name,
      concurrentRuns: source.batches.maxConcurrency,
      description: source.description,
      timeout: SendFunction.timeout,
      memorySize: source.memorySize,
      putsBack: true,
      variables: {
        [environment.tableName]: table.tableName,
        [environment.scheduledTableName]: scheduledTable.tableName,
        [environment.queueUrl]: queue.queueUrl,
        [environment.urgentQueueUrl]: urgentQueue.queueUrl,
        [environment.urgentQueueArn]: urgentQueue.queueArn,
        ...heldQueueVariables(heldQueues),
        [environment.deadLetterQueueUrl]: deadLetterQueue.queueUrl,
        [environment.bucketName]: bucket.bucketName,
        [environment.apiKeySecretArn]: secretId(apiKeySecret),
        [environment.hashKeySecretArn]: hashKeySecret.secretArn,
        [environment.notifyBaseUrl]: props.notifyBaseUrl,
        [environment.rateLimit]: Tokenization.stringifyNumber(props.rateLimit),
        [environment.rateShare]: Tokenization.stringifyNumber(props.rateShare),
        [environment.maxFailures]: Tokenization.stringifyNumber(props.maxFailures),
        ...(props.teamKey ? { [environment.teamKey]: 'true' } : {}),
        ...(guardSecret ? { [environment.recipientGuardSecretArn]: guardSecret.secretArn } : {}),
        ...(props.textMessageLimits
          ? { [environment.textLimits]: JSON.stringify(textLimitSettings(props.textMessageLimits)) }
          : {}),
        ...(props.tracing === Tracing.DISABLED ? {} : { [environment.tracing]: 'true' }),
        [environment.recordRetentionSeconds]: Tokenization.stringifyNumber(props.recordRetention.toSeconds()),
      },
    });

    this.takeFrom(source.id, source.queue, source.batches);

    this.allowReading(apiKeySecret);
    this.allowReading(hashKeySecret);
    if (guardSecret) this.allowReading(guardSecret);
    // The rate limit and the holds are items of the table too.
    this.allow(
      ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
      table.tableArn,
    );
    this.allow(['dynamodb:PutItem'], scheduledTable.tableArn);
    const aside = [source.queue, ...source.held, deadLetterQueue] as const;
    this.allow(['sqs:SendMessage'], ...aside.map(({ queueArn }) => queueArn));
    // Writing is copying a payload onto itself, so that it is kept for as long as its message is.
    this.allow(['s3:GetObject', 's3:PutObject', 's3:DeleteObject'], ...payloadArns(bucket));
    // Without it S3 does not say that an object is missing, but that it may not be read.
    this.allow(['s3:ListBucket'], bucket.bucketArn);
    for (const use of [toUseItems(table, scheduledTable), toSend(...aside), toCopyObjects(bucket)]) {
      this.allowKey(props.encryptionKey, use);
    }
  }
}
