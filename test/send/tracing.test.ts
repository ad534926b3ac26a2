import type { SQSRecord } from 'aws-lambda';
import { abandonedDelivery, heldDelivery, newDelivery, rejectedDelivery } from '../../lambda/send/delivery-record';
import { anEmail } from '../contract/messages';
import { noon } from '../shared/deliveries/deliveries';
import { aRecord, attribute } from './records';

const traceHeader = 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1;Lineage=1:a87bd80c:1';
const ofHeader = '00-5759e988bd862e3fe1be46a994272793-53995c3f42cd8ad8-01';
const ofAttribute = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

const terms = { pipelineId: 'staging', hashKey: 'key', recordRetentionSeconds: 60, lease: 1, now: noon, traced: true };
const inTrace = (record: SQSRecord = aRecord(anEmail)): SQSRecord => ({
  ...record,
  attributes: { ...record.attributes, AWSTraceHeader: traceHeader },
});
const withAttribute = (value: string): SQSRecord => ({
  ...inTrace(),
  messageAttributes: { traceparent: attribute(value) },
});

describe('send: the trace of a record', () => {
  it('every record of a message names the trace that it came in, and nothing else of its header', () => {
    const records = [
      newDelivery(anEmail, inTrace(), terms),
      heldDelivery(anEmail, inTrace(), 'a hold', terms),
      rejectedDelivery(undefined, inTrace(), 'unreadable', terms),
      abandonedDelivery(undefined, inTrace(), 'it failed', terms),
    ];
    expect(records.map(({ traceparent }) => traceparent)).toEqual(Array(4).fill(ofHeader));
    expect(JSON.stringify(records)).not.toContain('a87bd80c');
  });

  it('the traceparent of OpenTelemetry goes before the header that a function always has', () => {
    expect(newDelivery(anEmail, withAttribute(ofAttribute), terms).traceparent).toBe(ofAttribute);
  });

  it('an attribute that is no traceparent is never stored, and the header counts', () => {
    expect(newDelivery(anEmail, withAttribute('amala.bird@example.com'), terms).traceparent).toBe(ofHeader);
  });

  it('a message without a trace has none on record', () => {
    expect(newDelivery(anEmail, aRecord(anEmail), terms)).not.toHaveProperty('traceparent');
  });

  it('a pipeline that does not trace stores none', () => {
    expect(newDelivery(anEmail, withAttribute(ofAttribute), { ...terms, traced: false })).not.toHaveProperty(
      'traceparent',
    );
  });
});
