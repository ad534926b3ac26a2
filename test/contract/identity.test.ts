import { fc } from '../properties';
import { deliveryId, eventId, formatReference, parseReference } from '../../lib/contract/identity';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('deliveryId', () => {
  it('the same pipeline and idempotency key always give the same id', () => {
    expect(deliveryId('staging', 'order 7')).toMatch(uuid);
    expect(deliveryId('staging', 'order 7')).toBe('f0f2c59c-349d-5a3c-9510-9e7b9ee63b17');
  });

  it('another key or another pipeline gives another id', () => {
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

describe('eventId', () => {
  const delivery = deliveryId('staging', 'order 7');

  it('the same change gives the same id, so that duplicates of an event can be detected', () => {
    expect(eventId(delivery, 'sent 2026-03-02T12:00:00.000Z')).toBe(eventId(delivery, 'sent 2026-03-02T12:00:00.000Z'));
  });

  it('another change or another delivery gives another id', () => {
    expect(eventId(delivery, 'sent')).not.toBe(eventId(delivery, 'held'));
    expect(eventId(delivery, 'sent')).not.toBe(eventId(deliveryId('staging', 'order 8'), 'sent'));
  });
});

describe('reference given to Notify', () => {
  const pipelineIds = fc.stringMatching(/^[A-Za-z0-9._-]{1,60}$/);
  const ids = fc.tuple(pipelineIds, fc.string()).map(([pipeline, key]) => deliveryId(pipeline, key));
  // Slashes, new lines and what looks like a reference of ours are the callers' right.
  const references = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 900 }),
    fc.constantFrom('', '/', 'a/b', '\n', `x/y/${deliveryId('y', 'z')}`, `${deliveryId('y', 'z')}/`),
  );

  it('a reference is parsed into what it was made from', () => {
    fc.assert(
      fc.property(pipelineIds, ids, fc.option(references, { nil: undefined }), (pipelineId, id, reference) => {
        const made = { pipelineId, deliveryId: id, ...(reference === undefined ? {} : { reference }) };
        expect(parseReference(formatReference(made))).toEqual(made);
      }),
    );
  });

  it('the longest caller’s reference still fits the 1,000 characters that Notify allows', () => {
    const longest = formatReference({
      reference: 'x'.repeat(900),
      pipelineId: 'p'.repeat(60),
      deliveryId: deliveryId('p', 'k'),
    });
    expect(longest.length).toBeLessThanOrEqual(1000);
  });

  it('a reference that we did not make is not parsed', () => {
    const foreign = [undefined, null, '', 'order 7', 'a/b', '/', 'a/b/c', deliveryId('a', 'b')];
    const broken = [
      `a/${deliveryId('a', 'b').toUpperCase()}`,
      `/${deliveryId('a', 'b')}`,
      `a/${deliveryId('a', 'b')} `,
    ];
    for (const text of [...foreign, ...broken]) expect(parseReference(text)).toBeUndefined();
  });
});
