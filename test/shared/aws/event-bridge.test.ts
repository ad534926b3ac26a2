import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { mockClient } from 'aws-sdk-client-mock';
import type { DeliveryEvent } from '../../../lib/contract/events/delivery';
import { deliveryEventOf } from '../../../lambda/shared/deliveries/delivery-event';
import { createEventBridge } from '../../../lambda/shared/aws/event-bridge';
import { fittingDetails } from '../../contract/fitting-events';
import { aDeliveryThatIs } from '../deliveries/deliveries';

const client = new EventBridgeClient();
const eventBridge = mockClient(client);
const bus = createEventBridge(client, 'the bus');
beforeEach(() => eventBridge.reset());

const events = (count: number): DeliveryEvent[] =>
  Array.from({ length: count }, () => deliveryEventOf(undefined, aDeliveryThatIs('delivered'), 'staging')).flatMap(
    (event) => event ?? [],
  );

describe('EventBridge adapter', () => {
  it('an event has its source, type, time and whole detail on the bus', async () => {
    eventBridge.on(PutEventsCommand).resolves({ FailedEntryCount: 0, Entries: [{ EventId: '1' }] });
    const [event] = events(1);
    expect(await bus.put(event ? [event] : [])).toEqual([]);
    const { Entries = [] } = eventBridge.commandCalls(PutEventsCommand)[0]?.args[0].input ?? {};
    const [entry] = Entries;
    expect(entry).toMatchObject({
      EventBusName: 'the bus',
      Source: 'cdk-govuk-notify',
      DetailType: 'Notification Delivered',
      Time: event?.time,
    });
    expect(fittingDetails({ Entries })).toEqual([event?.detail]);
  });

  it('events that were not accepted are reported by their position', async () => {
    const entries = [
      { EventId: '1' },
      { ErrorCode: 'ThrottlingException' },
      { EventId: '3' },
      { ErrorCode: 'Internal' },
    ];
    eventBridge.on(PutEventsCommand).resolves({ FailedEntryCount: 2, Entries: entries });
    expect(await bus.put(events(4))).toEqual([1, 3]);
  });

  it('an unreachable bus throws an error', async () => {
    eventBridge.on(PutEventsCommand).rejects(new Error('AccessDeniedException'));
    await expect(bus.put(events(1))).rejects.toThrow('AccessDeniedException');
  });
});
