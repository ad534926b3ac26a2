import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { AttributeValue, DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { environment, requireEnvironment } from '../../lib/contract/environment';
import { lambdaFunction } from '../wiring/function';
import { createMonitor } from '../wiring/monitor';
import { createAnnouncer, type Change } from './announce';
import { createEventBridge } from '../wiring/event-bridge';

const pipelineId = requireEnvironment(environment.pipelineId);
const monitor = createMonitor(pipelineId);
const announce = createAnnouncer({
  bus: createEventBridge(new EventBridgeClient(), requireEnvironment(environment.eventBusName)),
  monitor,
  pipelineId,
});

/** Reads the stream of the deliveries table and puts each change of state on the event bus. */
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

const image = (item: Record<string, AttributeValue> | undefined): Record<string, unknown> | undefined =>
  item && unmarshall(item as Parameters<typeof unmarshall>[0]);
