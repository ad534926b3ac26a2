import { fc } from '../../properties';
import { isSmokeTest, recipientOf } from '../../../lambda/shared/deliveries/recipient';
import { checkEmailAddress } from '../../../lib/rules/recipients/email-address';
import { checkPhoneNumber } from '../../../lib/rules/recipients/phone-number';
import { aLetter, anEmail, aPrecompiledLetter, aText } from '../../contract/messages';

const email = (email_address: string) => ({ ...anEmail, email_address });
const sms = (phone_number: string) => ({ ...aText, phone_number });
const letter = (personalisation: Record<string, unknown>) => ({ ...aLetter, personalisation });

/** Ways to write a UK mobile number that Notify takes. */
const spellings: readonly ((number: string) => string)[] = [
  (number) => `0${number}`,
  (number) => `+44${number}`,
  (number) => `44${number}`,
  (number) => `0044${number}`,
  (number) => `+44 (0) ${number}`,
  (number) => `(0${number.slice(0, 4)}) ${number.slice(4)}`,
  (number) => `0${number.slice(0, 4)}-${number.slice(4, 7)}-${number.slice(7)}`,
  (number) => ` 0${number.slice(0, 4)}\u00a0${number.slice(4)}\u200b `,
  (number) => number,
];

describe('recipientOf', () => {
  const mobiles = fc.stringMatching(/^7[4578][0-9]{8}$/).filter((number) => checkPhoneNumber(`0${number}`).valid);

  it('a UK mobile number gives the same recipient in every spelling that Notify accepts', () => {
    fc.assert(
      fc.property(mobiles, fc.constantFrom(...spellings), (number, spell) => {
        const check = checkPhoneNumber(spell(number));
        expect(check).toMatchObject({ valid: true, normalised: `44${number}` });
        expect(recipientOf(sms(spell(number)))).toBe(`44${number}`);
      }),
    );
  });

  it.each(['+1 202-555-0156', '001 202 555 0156', '12025550156'])(
    'an international number gives the same recipient however it is written: %s',
    (number) => {
      expect(recipientOf(sms(number))).toBe('12025550156');
    },
  );

  it.each(['Amala.Bird@Example.COM', ' amala.bird@example.com\n', 'amala.\u200bbird@example.com\u2060'])(
    'an email address gives the same recipient however it is written: %j',
    (address) => {
      expect(checkEmailAddress(address)).toMatchObject({ normalised: 'amala.bird@example.com' });
      expect(recipientOf(email(address))).toBe('amala.bird@example.com');
    },
  );

  it('a letter’s address gives the same recipient whatever its commas, capitals and spaces', () => {
    const one = letter({ address_line_1: 'Amala Bird', address_line_2: '12 High St.', postcode: 'SW14 6BH' });
    const same = letter({ address_line_1: 'AMALA  BIRD,', address_line_2: '12 high st', postcode: 'sw146bh' });
    expect(recipientOf(same)).toBe(recipientOf(one));
    expect(recipientOf(letter({ address_line_1: 'Amala Bird', address_line_2: '13 High St.' }))).not.toBe(
      recipientOf(one),
    );
  });

  it('a precompiled letter has no known recipient', () => {
    expect(recipientOf(aPrecompiledLetter)).toBeUndefined();
  });
});

describe('isSmokeTest', () => {
  const numbers = ['7700900000', '7700900111', '7700900222'];
  const addresses = ['simulate-delivered', 'simulate-delivered-2', 'simulate-delivered-3'];

  it.each(numbers)('a text message to %s is a smoke test in every spelling', (number) => {
    for (const spell of spellings)
      expect([spell(number), isSmokeTest(sms(spell(number)))]).toEqual([spell(number), true]);
  });

  it.each(addresses)('an email to %s@notifications.service.gov.uk is a smoke test in every spelling', (name) => {
    const address = `${name}@notifications.service.gov.uk`;
    for (const spelt of [address, address.toUpperCase(), ` ${address} `, address.replace('@', '\u200b@')]) {
      expect(isSmokeTest(email(spelt))).toBe(true);
    }
  });

  it('a message to anyone else is no smoke test, and neither is any letter', () => {
    const others = [
      sms('07700900001'),
      sms('07700900003'),
      sms('+17700900000'),
      email('simulate-delivered-4@notifications.service.gov.uk'),
      email('temp-fail@simulator.notify'),
      letter({ address_line_1: '07700900000' }),
      aPrecompiledLetter,
    ];
    expect(others.filter(isSmokeTest)).toEqual([]);
  });
});
