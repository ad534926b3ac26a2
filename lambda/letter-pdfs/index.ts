import { systemClock } from '../../lib/contract/clock';
import { environment, requireEnvironment } from '../../lib/contract/environment';
import { connectS3, connectSqs } from '../shared/aws/clients';
import { createMonitor } from '../shared/aws/cloudwatch-monitor';
import { DynamoDeliveryStore } from '../shared/aws/dynamo-delivery-store';
import { lambdaFunction } from '../shared/aws/lambda-function';
import { connectNotify } from '../shared/aws/notify';
import { createS3PdfBucket } from '../shared/aws/s3-pdf-bucket';
import { createSqsLetterPdfQueue } from '../shared/aws/sqs-letter-pdf-queue';
import { openTable } from '../shared/aws/table';
import { createPdfReceiver } from './receive';
import { createPdfStorer } from './store-pdf';

const clock = systemClock;
const monitor = createMonitor(requireEnvironment(environment.pipelineId));
const table = openTable();
const queue = createSqsLetterPdfQueue(connectSqs(), requireEnvironment(environment.letterPdfQueueUrl));

const storePdf = createPdfStorer({
  store: new DynamoDeliveryStore(table.client, table.name),
  notify: connectNotify(clock, monitor),
  bucket: createS3PdfBucket(connectS3(), requireEnvironment(environment.bucketName)),
  queue,
  clock,
  monitor,
});

/** Stores the PDFs of the letters of one batch from the queue. */
export const handler = lambdaFunction(createPdfReceiver({ storePdf, queue, monitor }), monitor);
