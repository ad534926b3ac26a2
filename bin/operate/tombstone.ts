import type { Delivery } from '../../lib/contract/delivery';
import { letterPdfKey } from '../../lib/contract/letter-pdfs';
import { iso } from '../../lib/contract/time';

/** What of a record is of the person, or was written by somebody about them. */
const ofThePerson = [
  'recipient_hash',
  'fingerprint',
  'reference',
  'metadata',
  'reason',
  'pdf_bucket',
  'pdf_stored_at',
  'scheduled',
] as const satisfies readonly (keyof Delivery)[];

/** How a record is changed when its recipient is erased. */
export interface Tombstone {
  readonly set: Partial<Delivery>;
  readonly remove: readonly string[];
}

/** What is to be done with the record of a message to somebody who is erased. */
export type TombstoneDecision =
  | { readonly kind: 'write'; readonly tombstone: Tombstone }
  /** It is being given to Notify at this moment, and its worker would write what is removed now. */
  | { readonly kind: 'in hand' };

/**
 * Decides it. What remains says that there was a message under this key and how it ended, so that it is not sent again when
 * it is published once more. One that waits is cancelled: its copies that nobody can see are dropped when they come back.
 */
export function decide(delivery: Delivery, now: number): TombstoneDecision {
  const { id, state, type, lease_until = 0, pdf_key } = delivery;
  if (state === 'sending' && lease_until > now) return { kind: 'in hand' };
  const set: Partial<Delivery> = {
    ...(state === 'held' && { state: 'cancelled', changed_at: iso(now), completed_at: iso(now) }),
    // There is nothing there. A record that names a PDF gets no other.
    ...(type === 'letter' && pdf_key === undefined && { pdf_key: letterPdfKey(id) }),
  };
  return { kind: 'write', tombstone: { set, remove: ofThePerson.filter((field) => delivery[field] !== undefined) } };
}

/** For how long the record of a message is kept that nobody had seen, in seconds: 90 days. Nothing is on a queue for longer. */
const unseenKeptFor = 90 * 86_400;

/** The record of a message that was deleted before anybody had seen it. */
export const unseenTombstone = (id: string, now: number): Delivery => ({
  id,
  type: 'unknown',
  state: 'cancelled',
  attempts: 0,
  created_at: iso(now),
  changed_at: iso(now),
  completed_at: iso(now),
  ttl: Math.ceil(now / 1000) + unseenKeptFor,
});
