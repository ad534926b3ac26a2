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

  it('the event of a message that was published in a trace is in that trace, and others in none', async () => {
    eventBridge.on(PutEventsCommand).resolves({ FailedEntryCount: 0, Entries: [{ EventId: '1' }, { EventId: '2' }] });
    const traceparent = '00-5759e988bd862e3fe1be46a994272793-53995c3f42cd8ad8-01';
    const traced = deliveryEventOf(undefined, { ...aDeliveryThatIs('delivered'), traceparent }, 'staging');
    await bus.put([...(traced ? [traced] : []), ...events(1)]);
    const { Entries = [] } = eventBridge.commandCalls(PutEventsCommand)[0]?.args[0].input ?? {};
    expect(Entries.map(({ TraceHeader }) => TraceHeader)).toEqual([
      'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1',
      undefined,
    ]);
    expect(fittingDetails({ Entries })[0]).toMatchObject({ traceparent });
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
