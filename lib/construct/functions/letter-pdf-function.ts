import { Duration } from 'aws-cdk-lib';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { environment } from '../../contract/environment';
import type { DeliveriesTable } from '../storage/deliveries-table';
import type { LetterPdfQueues } from '../queues/letter-pdf-queues';
import { letterPdfArn, type PipelineBucket } from '../storage/pipeline-bucket';
import { leastMemory } from './memory-sizes';
import { PipelineFunction, type FunctionSettings } from './pipeline-function';
import { toPutObjects, toSend, toUseItems } from '../storage/key-use';
import { secretId } from '../storage/secret-id';

export interface LetterPdfFunctionProps extends FunctionSettings {
  readonly queues: LetterPdfQueues;
  readonly bucket: PipelineBucket;
  readonly table: DeliveriesTable;
  readonly apiKeySecret: ISecret;
  readonly notifyBaseUrl: string;
}

/** There is no hurry, and a mailing of letters should not keep Notify busy with its PDFs. */
const batches = { size: 10, maxConcurrency: 2, window: 0 };

/** Fetches the PDFs of letters from Notify and keeps them in the bucket. */
export class LetterPdfFunction extends PipelineFunction {
  /** Notify may be asked twice for one PDF, which takes 35 seconds each time at the most. */
  static readonly timeout = Duration.seconds(120);

  constructor(scope: Construct, id: string, props: LetterPdfFunctionProps) {
    const { bucket, table, apiKeySecret } = props;
    const { queue } = props.queues;

    super(scope, id, {
      ...props,
      bundle: 'letter-pdfs',
      name: 'letterPdfs',
      concurrentRuns: batches.maxConcurrency,
      description: 'Stores the PDFs of letters that GOV.UK Notify accepted.',
      timeout: LetterPdfFunction.timeout,
      // Enough for the PDFs of a whole batch, of some megabytes each.
      memorySize: leastMemory.letterPdfs,
      putsBack: true,
      variables: {
        [environment.tableName]: table.tableName,
        [environment.bucketName]: bucket.bucketName,
        [environment.letterPdfQueueUrl]: queue.queueUrl,
        [environment.apiKeySecretArn]: secretId(apiKeySecret),
        [environment.notifyBaseUrl]: props.notifyBaseUrl,
      },
    });

    this.takeFrom('FromQueue', queue, batches);

    this.allowReading(apiKeySecret);
    this.allow(['dynamodb:GetItem', 'dynamodb:UpdateItem'], table.tableArn);
    this.allow(['sqs:SendMessage'], queue.queueArn);
    this.allow(['s3:PutObject'], letterPdfArn(bucket));
    for (const use of [toUseItems(table), toSend(queue), toPutObjects(bucket)]) {
      this.allowKey(props.encryptionKey, use);
    }
  }
}
