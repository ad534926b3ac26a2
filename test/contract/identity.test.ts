import { fc } from '../properties';
import { deliveryId, eventId, formatReference, parseReference } from '../../lib/contract/identity';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('the id of a delivery', () => {
  it('is the same for the same pipeline and idempotency key, today and in a year', () => {
    expect(deliveryId('staging', 'order 7')).toMatch(uuid);
    expect(deliveryId('staging', 'order 7')).toBe('f0f2c59c-349d-5a3c-9510-9e7b9ee63b17');
  });

  it('is another for another key or another pipeline', () => {
    const ids = [
      deliveryId('staging', 'order 7'),
      deliveryId('staging', 'order 8'),
      deliveryId('production', 'order 7'),
      deliveryId('order 7', 'staging'),
      deliveryId('stag', 'ingorder 7'),
    ];
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('the id of an event', () => {
  const delivery = deliveryId('staging', 'order 7');

  it('is the same for the same change, so that copies of an event can be told', () => {
    expect(eventId(delivery, 'sent 2026-03-02T12:00:00.000Z')).toBe(eventId(delivery, 'sent 2026-03-02T12:00:00.000Z'));
  });

  it('is another for another change or another delivery', () => {
    expect(eventId(delivery, 'sent')).not.toBe(eventId(delivery, 'held'));
    expect(eventId(delivery, 'sent')).not.toBe(eventId(deliveryId('staging', 'order 8'), 'sent'));
  });
});

describe('the reference that Notify is given', () => {
  const pipelineIds = fc.stringMatching(/^[A-Za-z0-9._-]{1,60}$/);
  const ids = fc.tuple(pipelineIds, fc.string()).map(([pipeline, key]) => deliveryId(pipeline, key));
  // Slashes, new lines and what looks like a reference of ours are the callers' right.
  const references = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 900 }),
    fc.constantFrom('', '/', 'a/b', '\n', `x/y/${deliveryId('y', 'z')}`, `${deliveryId('y', 'z')}/`),
  );

  it('is read back as what it was made of', () => {
    fc.assert(
      fc.property(pipelineIds, ids, fc.option(references, { nil: undefined }), (pipelineId, id, reference) => {
        const made = { pipelineId, deliveryId: id, ...(reference === undefined ? {} : { reference }) };
        expect(parseReference(formatReference(made))).toEqual(made);
      }),
    );
  });

  it('fits the 1,000 characters that Notify allows, with the longest reference of a caller', () => {
    const longest = formatReference({
      reference: 'x'.repeat(900),
      pipelineId: 'p'.repeat(60),
      deliveryId: deliveryId('p', 'k'),
    });
    expect(longest.length).toBeLessThanOrEqual(1000);
  });

  it('is none of ours when nobody of us made it', () => {
    const foreign = [undefined, null, '', 'order 7', 'a/b', '/', 'a/b/c', deliveryId('a', 'b')];
    const broken = [
      `a/${deliveryId('a', 'b').toUpperCase()}`,
      `/${deliveryId('a', 'b')}`,
      `a/${deliveryId('a', 'b')} `,
    ];
    for (const text of [...foreign, ...broken]) expect(parseReference(text)).toBeUndefined();
  });
});
