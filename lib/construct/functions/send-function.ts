import { Duration, Tokenization } from 'aws-cdk-lib';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { environment } from '../../contract/environment';
import type { DeliveriesTable } from '../storage/deliveries-table';
import { tableKeyActions } from '../storage/encryption-key';
import type { HashKey } from '../storage/hash-key';
import { heldQueueVariables } from '../queues/held-queues';
import { PipelineFunction, type FunctionSettings } from './pipeline-function';
import { payloadArns, type PipelineBucket } from '../storage/pipeline-bucket';
import type { PipelineQueues } from '../queues/pipeline-queues';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { secretId } from '../storage/secret-id';

export interface SendFunctionProps extends FunctionSettings {
  readonly queues: PipelineQueues;
  readonly bucket: PipelineBucket;
  readonly table: DeliveriesTable;
  readonly apiKeySecret: ISecret;
  readonly hashKeySecret: HashKey;
  readonly notifyBaseUrl: string;
  readonly recordRetention: Duration;
  readonly rateLimit: number;
  readonly rateShare: number;
  readonly maxFailures: number;
  /** Messages in a batch. */
  readonly batchSize: number;
  readonly teamKey: boolean;
}

/** The queue that a function sends from. */
interface Source {
  readonly service: string;
  readonly description: string;
  /** The id of the event source. */
  readonly id: string;
  readonly queue: Queue;
  /** Where its messages wait. */
  readonly held: readonly Queue[];
  /** Batches at the same time. */
  readonly maxConcurrency: number;
}

/** Takes messages from a queue and gives each to Notify once. */
export class SendFunction extends PipelineFunction {
  /** What one message can take, answer after answer as late as can be, and some seconds to begin. */
  static readonly timeout = Duration.seconds(120);

  /** From the queue. */
  static ofQueue(scope: Construct, id: string, props: SendFunctionProps, maxConcurrency: number): SendFunction {
    const { queue, heldQueues } = props.queues;
    const { email, sms, internationalSms, letter, later } = heldQueues;
    return new SendFunction(scope, id, props, {
      service: 'send',
      description: 'Sends messages through GOV.UK Notify and records what became of them.',
      id: 'FromQueue',
      queue,
      held: [email, sms, internationalSms, letter, later],
      maxConcurrency,
    });
  }

  /** From the urgent queue, as a function of its own: no message there waits for long behind a worker that died. */
  static ofUrgentQueue(scope: Construct, id: string, props: SendFunctionProps, maxConcurrency: number): SendFunction {
    const { urgentQueue, heldQueues } = props.queues;
    return new SendFunction(scope, id, props, {
      service: 'send-urgent',
      description: 'Sends urgent messages through GOV.UK Notify and records what became of them.',
      id: 'FromUrgentQueue',
      queue: urgentQueue,
      held: [heldQueues.urgent],
      maxConcurrency,
    });
  }

  private constructor(scope: Construct, id: string, props: SendFunctionProps, source: Source) {
    const { queues, bucket, table, apiKeySecret, hashKeySecret } = props;
    const { queue, urgentQueue, heldQueues, deadLetterQueue } = queues;

    super(scope, id, {
      ...props,
      bundle: 'send',
      service: source.service,
      description: source.description,
      timeout: SendFunction.timeout,
      memorySize: 1024,
      putsBack: true,
      variables: {
        [environment.tableName]: table.tableName,
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
        [environment.recordRetentionSeconds]: Tokenization.stringifyNumber(props.recordRetention.toSeconds()),
      },
    });

    this.takeFrom(source.id, source.queue, props.batchSize, source.maxConcurrency);

    this.allowReading(apiKeySecret);
    this.allowReading(hashKeySecret);
    // The rate limit and the holds are items of the table too.
    this.allow(
      ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
      table.tableArn,
    );
    const aside = [source.queue, ...source.held, deadLetterQueue];
    this.allow(['sqs:SendMessage'], ...aside.map(({ queueArn }) => queueArn));
    // Writing is copying a payload onto itself, so that it is kept for as long as its message is.
    this.allow(['s3:GetObject', 's3:PutObject', 's3:DeleteObject'], ...payloadArns(bucket));
    // Without it S3 does not say that an object is missing, but that it may not be read.
    this.allow(['s3:ListBucket'], bucket.bucketArn);
    this.allowKey(props.encryptionKey, tableKeyActions);
  }
}
