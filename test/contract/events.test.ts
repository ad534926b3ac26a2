import { eventExamples } from '../../build/contract/event-examples';
import { detailSchemas, schemaViolations } from '../../lib/contract/events/schema-violations';
import { deliveryDetails } from '../../lib/contract/events/delivery';
import { deliveryEventFields } from '../../lib/contract/events/delivery-fields';
import { detailTypes, eventSource } from '../../lib/contract/events/names';

type Kind = keyof typeof detailTypes;
const kinds = Object.keys(detailTypes) as Kind[];
const misfits = (kind: Kind, detail: object): readonly string[] =>
  schemaViolations({ source: eventSource, detailType: detailTypes[kind], detail });

describe('the fields of a record that events have', () => {
  test('are those of the schema, except for what makes an event of them', () => {
    const {
      version: _version,
      event_id: _id,
      pipeline_id: _pipeline,
      delivery_id: _delivery,
      ...others
    } = deliveryDetails.sending.shape;
    expect([...deliveryEventFields].sort()).toEqual(Object.keys(others).sort());
  });
});

describe('event schemas', () => {
  test.each(kinds)('the example event for %s fits its schema', (kind) => {
    expect(misfits(kind, eventExamples[kind])).toEqual([]);
  });

  test.each(kinds)('an event for %s with an unknown field violates its schema, and the value is not shown', (kind) => {
    const detail = { ...eventExamples[kind], to: 'amala@example.com' };
    expect(misfits(kind, detail)).toEqual([`${detailTypes[kind]}: to is not in the schema`]);
  });

  test('an event does not fit the schema of another event', () => {
    expect(misfits('delivered', eventExamples.sent)).toEqual(['Notification Delivered: state: invalid_value']);
    expect(misfits('text_received', eventExamples.complaint_received)).not.toEqual([]);
  });

  test('the event of a failure must say which failure it is', () => {
    expect(misfits('failed', { ...eventExamples.failed, failure: undefined })).toEqual([
      'Notification Failed: failure: invalid_value',
    ]);
  });

  test.each([
    ['somebody-else', detailTypes.sent],
    [eventSource, 'Notification Lost'],
  ])('an event with an unknown source or type is not an event: %s, %s', (source, detailType) => {
    expect(schemaViolations({ source, detailType, detail: eventExamples.sent })).toEqual([
      `${source} has no event ${detailType}`,
    ]);
  });
});

test('only the event for a received text has a field for a recipient, content or personalisation', () => {
  const personal = /number|phone|email|address|content|personalisation|recipient|body|subject|^to$/;
  const holding = kinds.filter((kind) => Object.keys(detailSchemas[kind].shape).some((field) => personal.test(field)));
  expect(holding).toEqual(['text_received']);
});
