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

describe('a callback', () => {
  it.each(kinds)('is known as a %s by its shape, with fields that nobody knows yet too', (kind, make) => {
    expect(readCallback(make())?.kind).toBe(kind);
    expect(readCallback(make({ new_field: { of: 'Notify' } }))).toMatchObject({ kind });
    expect(JSON.stringify(readCallback(make({ new_field: 'of Notify' })))).not.toContain('new_field');
  });

  it.each(kinds)('such as a %s is read without whom it is for, or about', (_kind, make) => {
    expect(JSON.stringify(readCallback(make()))).not.toMatch(new RegExp(`${recipient}|${teamMember}`));
  });

  it.each(kinds)('such as a %s is read the same when it has been handed on', (_kind, make) => {
    const read = readCallback(make({ reference: 'order/7' }));
    expect(readCallback(JSON.parse(JSON.stringify(read?.payload)))).toEqual(read);
  });

  it('of a precompiled letter has no template, whatever stands there', () => {
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
  ])('is not lost for an odd %s: %j', (field, value) => {
    const { payload } = readCallback(aReceipt({ [field]: value })) ?? {};
    expect(payload).toMatchObject({ status: 'delivered' });
    expect(payload).not.toMatchObject({ [field]: expect.anything() as unknown });
  });

  it.each(['delivered', 'out-for-delivery', 'Printed', 'sent_to_printer', 'on its way'])('may say %j', (status) => {
    expect(readCallback(aReceipt({ status }))?.payload).toMatchObject({ status });
  });

  it.each(['', ' ', '07700900123', 'amala@example.com', '-', 'a'.repeat(51), 7, null, ['delivered']])(
    'never says %j for a status',
    (status) => {
      expect(readCallback(aReceipt({ status }))).toBeUndefined();
    },
  );

  it('is none, whatever JSON comes that has none of their fields', () => {
    fc.assert(fc.property(fc.jsonValue(), (json) => expect(readCallback(json)).toBeUndefined()));
  });
});
