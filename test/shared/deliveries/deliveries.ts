import { randomUUID } from 'node:crypto';
import type { Delivery, DeliveryState, Failure } from '../../../lib/contract/delivery';
import { deliveryId } from '../../../lib/contract/identity';
import type { Transition } from '../../../lambda/shared/deliveries/delivery-store';
import { iso } from '../../../lib/contract/time';

export const noon = Date.parse('2026-03-02T12:00:00.000Z');

/** A delivery as a claim writes it, under an id of its own. */
export function aDelivery(overrides: Partial<Delivery> = {}): Delivery {
  return {
    id: deliveryId('tests', randomUUID()),
    type: 'email',
    state: 'sending',
    attempts: 0,
    template_id: '5d7c0a0e-5b0f-4d43-8a36-6f1f9d7b1c01',
    fingerprint: 'the fingerprint',
    recipient_hash: 'the recipient',
    lease_until: noon + 165_000,
    created_at: iso(noon),
    changed_at: iso(noon),
    ttl: noon / 1000 + 86_400,
    ...overrides,
  };
}

/** A delivery as it stands in the record once it has come to `state`. */
export function aDeliveryThatIs(state: DeliveryState, overrides: Partial<Delivery> = {}): Delivery {
  const { lease_until: _lease, ...rest } = aDelivery(overrides);
  const known = { notification_id: randomUUID(), sent_at: iso(noon), attempts: 1 };
  switch (state) {
    case 'sending':
      return aDelivery(overrides);
    case 'held':
    case 'expired':
    case 'cancelled':
      return { ...rest, state, reason: `it is ${state}`, ...overrides };
    case 'rejected':
      return { ...rest, state, attempts: 1, reason: 'it is rejected', ...overrides };
    case 'sent':
      return { ...rest, ...known, state, awaited: 'email', ...overrides };
    case 'sent_untracked':
    case 'delivered':
      return { ...rest, ...known, state, ...overrides };
    case 'failed':
      return { ...rest, ...known, state, failure: 'permanent', reason: 'it failed', ...overrides };
  }
}

/** What could be written to bring a delivery to `state`. */
export function aChangeTo(state: DeliveryState, failure?: Failure): Transition {
  const change: Transition = { state, changed_at: iso(noon + 60_000) };
  switch (state) {
    case 'sending':
      return { ...change, lease_until: noon + 600_000, attempts: 1, reason: 'nobody knows' };
    case 'sent':
      return { ...change, notification_id: randomUUID(), sent_at: iso(noon + 60_000), awaited: 'email', attempts: 1 };
    case 'failed':
      return { ...change, failure: failure ?? 'permanent', reason: 'it failed' };
    case 'held':
    case 'rejected':
    case 'expired':
    case 'cancelled':
      return { ...change, reason: `it is ${state}` };
    case 'sent_untracked':
    case 'delivered':
      return change;
  }
}
