import { fc } from '../../properties';
import type { QueueMessage } from '../../../lib/contract/message';
import { hashesOf } from '../../../lambda/shared/deliveries/hashes';
import { newDelivery, rejectedDelivery } from '../../../lambda/send/delivery-record';
import { aLetter, anEmail, aPrecompiledLetter, aText, messages, oneOfEachType } from '../../contract/messages';
import { aRecord } from '../../send/records';
import { noon } from './deliveries';

const key = 'the key of a pipeline';
const fingerprint = (message: QueueMessage): string => hashesOf(message, key).fingerprint;
const recipient = (message: QueueMessage): string | undefined => hashesOf(message, key).recipient_hash;

/** The same object with its fields in another order, to the bottom. */
const shuffled = (value: unknown): unknown =>
  value !== null && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(
        Object.entries(value)
          .toReversed()
          .map(([name, inner]) => [name, shuffled(inner)]),
      )
    : value;

describe('message fingerprint', () => {
  it('the fingerprint does not depend on the order of the fields', () => {
    fc.assert(
      fc.property(messages, (message) => {
        expect(fingerprint(shuffled(message) as QueueMessage)).toBe(fingerprint(message));
      }),
    );
  });

  it('the fingerprint changes when anything that is sent changes', () => {
    const variants: QueueMessage[] = [
      ...oneOfEachType,
      { ...anEmail, template_id: aText.template_id },
      { ...anEmail, email_address: 'amala.bird@example.org' },
      { ...anEmail, personalisation: { name: 'Amal' } },
      { ...anEmail, personalisation: { name: ['Amala'] } },
      { ...anEmail, personalisation: { name: 'Amala', other: null } },
      { ...anEmail, reference: 'order 7' },
      { ...aPrecompiledLetter, postage: 'first' },
    ];
    expect(new Set(variants.map(fingerprint)).size).toBe(variants.length);
  });

  it('a list in another order has another fingerprint', () => {
    const list = (...items: string[]): QueueMessage => ({ ...anEmail, personalisation: { items } });
    expect(fingerprint(list('a', 'b'))).not.toBe(fingerprint(list('b', 'a')));
  });

  it('the fingerprint ignores when to send, how long to try and the idempotency key', () => {
    const again = {
      ...anEmail,
      idempotency_key: 'order 7',
      send_after: '2026-03-02T12:00:00Z',
      expires_at: '2026-03-03T12:00:00Z',
      metadata: { try: '2' },
    };
    expect(fingerprint(again)).toBe(fingerprint(anEmail));
  });

  it('the fingerprint depends on the hash key', () => {
    expect(hashesOf(anEmail, 'another key').fingerprint).not.toBe(fingerprint(anEmail));
  });
});

describe('recipient hash', () => {
  it('one address always has the same hash, and another address has another', () => {
    expect(recipient({ ...anEmail, template_id: 'another', personalisation: {} })).toBe(recipient(anEmail));
    expect(recipient({ ...anEmail, email_address: 'another@example.com' })).not.toBe(recipient(anEmail));
  });

  it('the recipient hash depends on the hash key', () => {
    expect(hashesOf(anEmail, 'another key').recipient_hash).not.toBe(recipient(anEmail));
  });

  it('a precompiled letter has no recipient hash, because its address is inside the PDF', () => {
    expect(hashesOf(aPrecompiledLetter, key)).not.toHaveProperty('recipient_hash');
  });
});

describe('delivery record', () => {
  const terms = { pipelineId: 'staging', hashKey: key, recordRetentionSeconds: 86_400, lease: 165_000, now: noon };
  /** Long enough not to be part of a hash by chance. */
  const canaries = fc.stringMatching(/^[a-z]{24}$/);

  it('a record holds neither the recipient nor the content, wherever they are in the message', () => {
    fc.assert(
      fc.property(canaries, (canary) => {
        const personalisation = { [canary]: canary, list: [canary, { [canary]: canary }], file: { file: canary } };
        const all: QueueMessage[] = [
          {
            ...anEmail,
            email_address: `${canary}@example.com`,
            personalisation,
            one_click_unsubscribe_url: `https://example.com/${canary}`,
            email_reply_to_id: canary,
            sanitise_content_for: [canary],
          },
          { ...aText, phone_number: canary, personalisation, sms_sender_id: canary },
          { ...aLetter, personalisation: { address_line_1: canary, address_line_2: canary, ...personalisation } },
          { ...aPrecompiledLetter, content: canary },
        ];
        for (const message of all) {
          const record = aRecord(message);
          expect(JSON.stringify(newDelivery(message, record, terms)).toLowerCase()).not.toContain(canary);
          expect(JSON.stringify(rejectedDelivery(message, record, 'no', terms)).toLowerCase()).not.toContain(canary);
        }
      }),
    );
  });

  it('a record holds no digits of the phone number, however it is written', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^07[0-9]{9}$/), (phone_number) => {
        const opened = newDelivery({ ...aText, phone_number }, aRecord(''), terms);
        expect(JSON.stringify(opened)).not.toContain(phone_number.slice(1));
      }),
    );
  });

  it('a record expires after the retention period, in whole seconds', () => {
    expect(newDelivery(anEmail, aRecord(anEmail), { ...terms, now: noon + 1 }).ttl).toBe(noon / 1000 + 1 + 86_400);
  });
});
