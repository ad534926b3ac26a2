import { checkAddressStorable, checkPersonalisationStorable, checkTextStorable } from '../../lib/rules/storable';

const crash = (error: string) => expect.objectContaining({ status: 500, errors: [expect.objectContaining({ error })] });

describe('what Notify cannot store', () => {
  test.each([{ a: '\ud800' }, { '\udc00': 1 }, { a: [{ b: 'x\ud83d' }] }])(
    'is half a character: %j',
    (personalisation) => {
      expect(() => checkPersonalisationStorable(personalisation)).toThrow(crash('UnicodeEncodeError'));
    },
  );

  test.each([{}, { a: '😀' }, { a: '\0' }, { a: '\uffff', b: [null, 5] }])('is not %j', (personalisation) => {
    expect(() => checkPersonalisationStorable(personalisation)).not.toThrow();
  });

  test('is NUL in a reference or an address', () => {
    expect(() => checkTextStorable('a\0b')).toThrow(crash('ValueError'));
    expect(() => checkAddressStorable({ address_line_2: 'a\0' })).toThrow(crash('ValueError'));
    expect(() => checkAddressStorable({ name: 'a\0' })).not.toThrow();
    expect(() => checkTextStorable(null)).not.toThrow();
  });
});
