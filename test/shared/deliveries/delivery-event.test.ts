import { deliveryStates, type Delivery } from '../../../lib/contract/delivery';
import { detailTypes, eventSource } from '../../../lib/contract/events/names';
import { deliveryEventOf } from '../../../lambda/shared/deliveries/delivery-event';
import { aDelivery, aDeliveryThatIs, noon } from './deliveries';
import { iso } from '../../../lib/contract/time';

const announce = (before: Delivery | undefined, after: Delivery) => deliveryEventOf(before, after, 'staging');

describe('delivery event', () => {
  it.each(deliveryStates)('a delivery that becomes %s gives an event', (state) => {
    const after = aDeliveryThatIs(state, { reference: 'order 7', metadata: { team: 'licences' } });
    expect(announce(undefined, after)).toMatchObject({
      source: eventSource,
      detailType: detailTypes[state],
      time: new Date(after.changed_at),
      detail: {
        version: '1',
        pipeline_id: 'staging',
        delivery_id: after.id,
        state,
        type: 'email',
        reference: 'order 7',
        metadata: { team: 'licences' },
        attempts: after.attempts,
        created_at: after.created_at,
        changed_at: after.changed_at,
      },
    });
  });

  it('the event of an outcome has Notify’s status, its times and the cost', () => {
    const known = {
      status: 'delivered',
      template_version: 3,
      completed_at: '2026-03-02T12:00:41.654321Z',
      cost_in_pounds: 0.0454,
      cost_details: { billable_sms_fragments: 2 },
    };
    const after = aDeliveryThatIs('delivered', known);
    expect(announce(aDeliveryThatIs('sent', { id: after.id }), after)?.detail).toMatchObject({
      ...known,
      notification_id: after.notification_id,
      sent_at: after.sent_at,
      template_id: after.template_id,
    });
  });

  it('a change that keeps the state gives no event', () => {
    const before = aDelivery();
    expect(announce(before, { ...before, attempts: 1, lease_until: noon + 999, changed_at: iso(noon + 9) })).toBe(
      undefined,
    );
  });

  it('a delivered letter that is returned gives an event', () => {
    const before = aDeliveryThatIs('delivered');
    const after = { ...before, state: 'failed', failure: 'returned' } as const;
    expect(announce(before, after)?.detailType).toBe('Notification Failed');
  });

  it.each(deliveryStates)('is one when it is learnt of a delivery that is %s that Notify has it twice', (state) => {
    const before = aDeliveryThatIs(state);
    const after = { ...before, duplicate_suspected: true } as const;
    const event = announce(before, after);
    expect(event).toMatchObject({ detailType: detailTypes[state], detail: { state, duplicate_suspected: true } });
    expect(event?.detail.event_id).not.toBe(announce(undefined, before)?.detail.event_id);
    expect(announce(after, { ...after, status: 'on-its-way' })).toBe(undefined);
  });

  it('is one when Notify’s own word of a failure takes the place of ours', () => {
    const { notification_id: _none, ...ours } = aDeliveryThatIs('failed', { failure: 'technical' });
    const after = { ...ours, notification_id: 'one', changed_at: iso(noon + 1) };
    expect(announce(ours, after)).toMatchObject({
      detailType: 'Notification Failed',
      detail: { notification_id: 'one' },
    });
  });

  it('storing the PDF of a letter gives one event in any state, and storing it again gives none', () => {
    for (const state of ['sent', 'delivered', 'failed'] as const) {
      const before = aDeliveryThatIs(state, { type: 'letter' });
      const note = { pdf_bucket: 'the bucket', pdf_key: 'letters/1.pdf', pdf_stored_at: iso(noon + 120_000) };
      const after = { ...before, ...note };
      expect(announce(before, after)).toMatchObject({
        detailType: detailTypes.letter_pdf_stored,
        time: new Date(note.pdf_stored_at),
        detail: { state, ...note },
      });
      const again = { ...after, pdf_stored_at: iso(noon + 120_001) };
      expect(announce(after, again)).toBe(undefined);
      expect(announce(before, again)?.detail.event_id).toBe(announce(before, after)?.detail.event_id);
    }
  });

  it('every later event of a letter says where its PDF is', () => {
    const before = aDeliveryThatIs('sent', { type: 'letter', pdf_key: 'letters/1.pdf', pdf_stored_at: iso(noon) });
    const after = { ...before, state: 'delivered' } as const;
    expect(announce(before, after)).toMatchObject({
      detailType: detailTypes.delivered,
      detail: { pdf_key: 'letters/1.pdf' },
    });
  });

  it('the event id stays the same when a change is published again, and differs for another change', () => {
    const sent = aDeliveryThatIs('sent');
    const id = announce(undefined, sent)?.detail.event_id;
    expect(announce(aDelivery({ id: sent.id }), { ...sent })?.detail.event_id).toBe(id);
    expect(announce(sent, { ...sent, state: 'delivered' })?.detail.event_id).not.toBe(id);
    expect(announce(undefined, { ...sent, changed_at: iso(noon + 1) })?.detail.event_id).not.toBe(id);
    expect(announce(undefined, aDeliveryThatIs('sent'))?.detail.event_id).not.toBe(id);
  });

  it('an event holds nothing about the recipient or the content, not even hashed, and no internal field', () => {
    for (const state of deliveryStates) {
      const told = announce(undefined, aDeliveryThatIs(state, { failures: 2, claim: 'random' }))?.detail ?? {};
      for (const field of [
        'recipient_hash',
        'fingerprint',
        'lease_until',
        'awaited',
        'ttl',
        'id',
        'failures',
        'claim',
      ]) {
        expect(told).not.toHaveProperty(field);
      }
    }
  });

  test('a field that is new to the record is not told, whatever the state', () => {
    for (const state of deliveryStates) {
      const planted = { ...aDeliveryThatIs(state), home_address: '1 High Street' };
      expect(JSON.stringify(announce(undefined, planted))).not.toContain('High Street');
    }
    const stored = { pdf_bucket: 'b', pdf_key: 'letters/1.pdf', pdf_stored_at: iso(noon) };
    const letter = { ...aDeliveryThatIs('sent', { type: 'letter' }), home_address: '1 High Street' };
    expect(announce(letter, { ...letter, ...stored })?.detailType).toBe(detailTypes.letter_pdf_stored);
    expect(JSON.stringify(announce(letter, { ...letter, ...stored }))).not.toContain('High Street');
  });

  it('an event with the longest reference and metadata fits on the bus', () => {
    const longest = aDeliveryThatIs('failed', {
      reference: '語'.repeat(680),
      metadata: { note: 'é'.repeat(505) },
      reason: 'x'.repeat(2000),
    });
    expect(Buffer.byteLength(JSON.stringify(announce(undefined, longest)))).toBeLessThan(256 * 1024);
  });
});
