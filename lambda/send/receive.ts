import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { Monitor } from '../ports';

/**
 * Hands each message of a batch to `send`, all at once. Only those that failed go back to the queue, so one bad
 * message never brings back its neighbours.
 */
export function createReceiver(
  send: (record: SQSRecord) => Promise<void>,
  monitor: Monitor,
): (event: SQSEvent) => Promise<SQSBatchResponse> {
  const handle = async (record: SQSRecord): Promise<void> => {
    try {
      await send(record);
    } catch (error) {
      monitor.error('message not handled; it comes back', error, { message_id: record.messageId });
      throw error;
    }
  };
  return (event) =>
    processPartialResponse(event, handle, new BatchProcessor(EventType.SQS), { throwOnFullBatchFailure: false });
}
