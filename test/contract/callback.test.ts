import { fc } from '../properties';
import { readCallback } from '../../lib/contract/callback';
import {
  aComplaint,
  aReceipt,
  aReceivedText,
  aReturnedLetter,
  recipient,
  teamMember,
} from '../callbacks/callback-bodies';

const kinds = [
  ['deliveryReceipt', aReceipt],
  ['returnedLetter', aReturnedLetter],
  ['receivedText', aReceivedText],
  ['complaint', aComplaint],
] as const;

describe('readCallback', () => {
  it.each(kinds)(
    'a callback of the kind %s is recognised by its shape, and unknown fields are ignored',
    (kind, make) => {
      expect(readCallback(make())?.kind).toBe(kind);
      expect(readCallback(make({ new_field: { of: 'Notify' } }))).toMatchObject({ kind });
      expect(JSON.stringify(readCallback(make({ new_field: 'of Notify' })))).not.toContain('new_field');
    },
  );

  it.each(kinds)('a callback of the kind %s is read without any recipient or sender', (_kind, make) => {
    expect(JSON.stringify(readCallback(make()))).not.toMatch(new RegExp(`${recipient}|${teamMember}`));
  });

  it.each(kinds)('a callback of the kind %s reads the same after it is routed on', (_kind, make) => {
    const read = readCallback(make({ reference: 'order/7' }));
    expect(readCallback(JSON.parse(JSON.stringify(read?.payload)))).toEqual(read);
  });

  it('a returned precompiled letter has no template, whatever the callback says', () => {
    const { payload } = readCallback(aReturnedLetter()) ?? {};
    expect(payload).not.toMatchObject({ template_id: expect.anything() as unknown });
    expect(payload).not.toMatchObject({ template_version: expect.anything() as unknown });
  });

  it.each([
    ['reference', ''],
    ['reference', 5],
    ['created_at', '2 March'],
    ['completed_at', null],
    ['template_id', 'None'],
    ['template_version', 'latest'],
  ])('a delivery receipt with an invalid %s is read without it: %j', (field, value) => {
    const { payload } = readCallback(aReceipt({ [field]: value })) ?? {};
    expect(payload).toMatchObject({ status: 'delivered' });
    expect(payload).not.toMatchObject({ [field]: expect.anything() as unknown });
  });

  it.each(['delivered', 'out-for-delivery', 'Printed', 'sent_to_printer', 'on its way'])(
    'a delivery receipt may have the status %j',
    (status) => {
      expect(readCallback(aReceipt({ status }))?.payload).toMatchObject({ status });
    },
  );

  it.each(['', ' ', '07700900123', 'amala@example.com', '-', 'a'.repeat(51), 7, null, ['delivered']])(
    'a delivery receipt with the status %j is refused',
    (status) => {
      expect(readCallback(aReceipt({ status }))).toBeUndefined();
    },
  );

  it('JSON without the fields of a callback is not a callback', () => {
    fc.assert(fc.property(fc.jsonValue(), (json) => expect(readCallback(json)).toBeUndefined()));
  });
});
