import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { AttributeValue, DynamoDBBatchResponse, DynamoDBRecord } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { environment } from '../../lib/contract/environment';
import type { Delivery } from '../../lib/contract/delivery';
import { fittingDetails } from '../contract/fitting-events';
import { aContext } from '../shared/aws/context';
import { linesOf } from '../shared/aws/standard-output';
import { aDelivery, aDeliveryThatIs } from '../shared/deliveries/deliveries';

const eventBridge = mockClient(EventBridgeClient);

/** A record of the stream, as Lambda hands it over. */
function aRecord(sequenceNumber: string, before: Delivery | undefined, after: Delivery | undefined): DynamoDBRecord {
  const image = (delivery: Delivery): Record<string, AttributeValue> =>
    marshall(delivery) as Record<string, AttributeValue>;
  return {
    eventID: `event ${sequenceNumber}`,
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    eventName: before ? (after ? 'MODIFY' : 'REMOVE') : 'INSERT',
    awsRegion: 'eu-west-2',
    eventSourceARN: 'arn:aws:dynamodb:eu-west-2:111122223333:table/deliveries/stream/2026-03-02T12:00:00.000',
    dynamodb: {
      ApproximateCreationDateTime: 1772452800,
      Keys: { id: { S: after?.id ?? before?.id ?? '' } },
      SequenceNumber: sequenceNumber,
      SizeBytes: 612,
      StreamViewType: 'NEW_AND_OLD_IMAGES',
      ...(before ? { OldImage: image(before) } : {}),
      ...(after ? { NewImage: image(after) } : {}),
    },
  };
}

describe('announce handler', () => {
  let invoke: (records: DynamoDBRecord[]) => Promise<DynamoDBBatchResponse>;
  beforeAll(async () => {
    process.env['POWERTOOLS_LOG_LEVEL'] = 'SILENT';
    process.env[environment.pipelineId] = 'staging';
    process.env[environment.eventBusName] = 'the bus';
    process.env[environment.publishedStates] = 'sending,sent,of-a-later-version';
    const { handler } = await import('../../lambda/announce');
    invoke = (Records) => handler({ Records }, aContext);
  });
  beforeEach(() => eventBridge.reset());
  afterAll(() => eventBridge.restore());

  it('the changes in the table’s stream are published as events', async () => {
    eventBridge.on(PutEventsCommand).resolves({ Entries: [{}, {}] });
    const sending = aDelivery({ metadata: { team: 'licences' } });
    const sent = aDeliveryThatIs('sent', { id: sending.id, metadata: { team: 'licences' }, cost_in_pounds: 0.0454 });
    const records = [
      aRecord('111', undefined, sending),
      aRecord('112', sending, sent),
      aRecord('113', sent, undefined),
    ];
    expect(await invoke(records)).toEqual({ batchItemFailures: [] });
    const [call] = eventBridge.commandCalls(PutEventsCommand);
    expect(fittingDetails(call?.args[0].input ?? { Entries: [] })).toEqual([
      expect.objectContaining({ state: 'sending', delivery_id: sending.id, metadata: { team: 'licences' } }),
      expect.objectContaining({ state: 'sent', attempts: 1, cost_in_pounds: 0.0454 }),
    ]);
  });

  it.each(['1e125', '1234567890123456789012.5'])(
    'an item with the unreadable number %s does not stop the events of others',
    async (N) => {
      eventBridge.on(PutEventsCommand).resolves({ Entries: [{}] });
      const [odd, ours] = [aRecord('151', undefined, aDelivery()), aRecord('152', undefined, aDelivery())];
      Object.assign(odd.dynamodb?.NewImage ?? {}, { state: { S: 'odd' }, number: { N } });
      const lines = await linesOf(async () => {
        expect(await invoke([odd, ours])).toEqual({ batchItemFailures: [] });
      });
      expect(eventBridge.commandCalls(PutEventsCommand)).toHaveLength(1);
      expect(lines.join()).toContain('"Unreadable":1');
    },
  );

  it('an event that was not accepted is reported by its sequence number, so that the stream retries it', async () => {
    eventBridge.on(PutEventsCommand).resolves({ Entries: [{}, { ErrorCode: 'InternalFailure' }] });
    const records = ['201', '202'].map((number) => aRecord(number, undefined, aDelivery()));
    expect(await invoke(records)).toEqual({ batchItemFailures: [{ itemIdentifier: '202' }] });
  });

  it('every record is reported when the bus is down', async () => {
    eventBridge.on(PutEventsCommand).rejects(new Error('down'));
    const records = ['301', '302'].map((number) => aRecord(number, undefined, aDelivery()));
    expect(await invoke(records)).toEqual({
      batchItemFailures: [{ itemIdentifier: '301' }, { itemIdentifier: '302' }],
    });
  });
});
