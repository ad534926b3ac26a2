import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { environment, requireEnvironment } from '../../lib/contract/environment';
import { readPublishedStates } from '../../lib/contract/events/published-states';
import { connectEventBridge, connectSqs } from '../shared/aws/clients';
import { createMonitor } from '../shared/aws/cloudwatch-monitor';
import { createEventBridge } from '../shared/aws/event-bridge';
import { lambdaFunction } from '../shared/aws/lambda-function';
import { createSqsLetterPdfQueue } from '../shared/aws/sqs-letter-pdf-queue';
import { readStreamChange } from '../shared/aws/stream-change';
import { createAnnouncer } from './announce';
import { createSenderCounter } from './count-by-sender';
import { createEventPublisher } from './publish-events';
import { createLetterPdfRequester } from './request-letter-pdfs';

const pipelineId = requireEnvironment(environment.pipelineId);
const monitor = createMonitor(pipelineId);
const bus = createEventBridge(connectEventBridge(), requireEnvironment(environment.eventBusName));
const publishedStates = readPublishedStates(requireEnvironment(environment.publishedStates));
const letterPdfQueueUrl = process.env[environment.letterPdfQueueUrl];
const senders = process.env[environment.senderMetrics]?.split(',');

const announce = createAnnouncer({
  handlers: [
    createEventPublisher({ bus, monitor, pipelineId, publishedStates }),
    ...(letterPdfQueueUrl
      ? [createLetterPdfRequester({ queue: createSqsLetterPdfQueue(connectSqs(), letterPdfQueueUrl), monitor })]
      : []),
    // The last, so that it counts only what the stream does not hand over again.
    ...(senders ? [createSenderCounter({ monitor, senders: new Set(senders) })] : []),
  ],
  monitor,
});

/** Reads the stream of the deliveries table: puts the changes of state that are published on the event bus, and does what else follows. */
export const handler = lambdaFunction(async ({ Records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
  const failed = await announce(Records.map(readStreamChange));
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
}, monitor);
