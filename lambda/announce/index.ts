import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SQSClient } from '@aws-sdk/client-sqs';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { AttributeValue, DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { environment, requireEnvironment } from '../../lib/contract/environment';
import { createSqsLetterPdfQueue } from '../shared/aws/sqs-letter-pdf-queue';
import { lambdaFunction } from '../shared/aws/lambda-function';
import { createMonitor } from '../shared/aws/cloudwatch-monitor';
import { createAnnouncer, type Change } from './announce';
import { createEventBridge } from '../shared/aws/event-bridge';
import { createPdfAsker } from './request-letter-pdfs';
import { createEventTeller } from './publish-events';

const pipelineId = requireEnvironment(environment.pipelineId);
const monitor = createMonitor(pipelineId);
const bus = createEventBridge(new EventBridgeClient(), requireEnvironment(environment.eventBusName));
const letterPdfQueueUrl = process.env[environment.letterPdfQueueUrl];

const announce = createAnnouncer({
  consequences: [
    createEventTeller({ bus, monitor, pipelineId }),
    ...(letterPdfQueueUrl
      ? [createPdfAsker({ queue: createSqsLetterPdfQueue(new SQSClient(), letterPdfQueueUrl), monitor })]
      : []),
  ],
  monitor,
});

/** Reads the stream of the deliveries table: puts each change of state on the event bus, and does what else follows. */
export const handler = lambdaFunction(async ({ Records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
  const untold = await announce(Records.map(changeOf));
  return { batchItemFailures: untold.map((itemIdentifier) => ({ itemIdentifier })) };
}, monitor);

function changeOf({ dynamodb }: DynamoDBRecord): Change {
  return {
    sequenceNumber: dynamodb?.SequenceNumber ?? '',
    before: image(dynamodb?.OldImage),
    after: image(dynamodb?.NewImage),
  };
}

// A number that JavaScript has no place for would throw, or become one that JSON has no place for. None of ours is such.
const image = (item: Record<string, AttributeValue> | undefined): Record<string, unknown> | undefined =>
  item && unmarshall(item as Parameters<typeof unmarshall>[0], { wrapNumbers: Number });
