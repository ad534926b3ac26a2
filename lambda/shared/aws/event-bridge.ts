import { PutEventsCommand, type EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { traceHeaderOf } from '../../../lib/contract/trace';
import type { EventBus } from '../ports';

/**
 * An EventBridge bus.
 * @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html
 */
export function createEventBridge(client: Pick<EventBridgeClient, 'send'>, eventBusName: string): EventBus {
  return {
    put: async (events) => {
      const { Entries = [] } = await client.send(
        new PutEventsCommand({
          Entries: events.map(({ source, detailType, time, detail }) => ({
            EventBusName: eventBusName,
            Source: source,
            DetailType: detailType,
            Time: time,
            Detail: JSON.stringify(detail),
            // By it, what the event calls goes on with the publisher's trace.
            ...('traceparent' in detail && detail.traceparent !== undefined
              ? { TraceHeader: traceHeaderOf(detail.traceparent) }
              : {}),
          })),
        }),
      );
      return Entries.flatMap(({ ErrorCode }, place) => (ErrorCode ? [place] : []));
    },
  };
}
