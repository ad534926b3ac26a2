import {
  checkPhoneNumber,
  phoneNumberMessages,
  type PhoneNumberError,
} from '../../../lib/rules/recipients/phone-number';
import { textMessageRates } from '../../../lib/rules/recipients/text-message-rates';
import { readVectors } from '../../vectors';

interface Refusal {
  status: number;
  error: string;
  message: string;
}

interface PhoneNumberCase {
  input: string;
  note: string;
  schema_valid: boolean;
  normalised?: string;
  international?: boolean;
  crown_dependency?: boolean;
  country_prefix?: string;
  rate_multiplier?: number;
  without_international_sms_permission?: 'ok' | Refusal;
  without_landline_permission?: 'ok' | Refusal;
  code?: PhoneNumberError;
  message?: string;
  api_error?: Refusal;
}

/** What the vectors hold of a number, from what the check says of it. */
function asVector({ input, note }: PhoneNumberCase): PhoneNumberCase {
  const check = checkPhoneNumber(input);
  if (!check.valid) {
    const message = `phone_number ${check.message}`;
    return {
      input,
      note,
      schema_valid: false,
      code: check.error,
      message: check.message,
      api_error: { status: 400, error: 'ValidationError', message },
    };
  }
  return {
    input,
    note,
    schema_valid: true,
    normalised: check.normalised,
    international: check.international,
    crown_dependency: check.crownDependency,
    country_prefix: check.countryPrefix,
    rate_multiplier: check.rateMultiplier,
    without_international_sms_permission:
      check.international && !check.crownDependency
        ? { status: 400, error: 'BadRequestError', message: 'Cannot send to international mobile numbers' }
        : 'ok',
    without_landline_permission: check.ukLandline
      ? { status: 400, error: 'InvalidPhoneError', message: phoneNumberMessages.not_a_uk_mobile }
      : 'ok',
  };
}

describe('phone number: recorded numbers', () => {
  test.each(readVectors<PhoneNumberCase>('phone.json').cases)(
    'a number is read as Notify read it: $note, "$input"',
    (expected) => {
      expect(asVector(expected)).toEqual(expected);
    },
  );
});

function normalised(input: string): string {
  const check = checkPhoneNumber(input);
  return check.valid ? check.normalised : check.error;
}

describe('phone number: second reading', () => {
  test.each([
    ['0+44(0)7779123456', '447779123456'],
    ['+07044123456', '447044123456'],
    ['04407379123456', '447379123456'],
    ['+04915161123456', '4915161123456'],
    ['+0012025550104', '12025550104'],
  ])('a stray plus or zero is forgiven: %s', (input, expected) => {
    expect(normalised(input)).toBe(expected);
  });

  test('dashes of every length count as hyphens', () => {
    expect(normalised('1‑202–555—010−4')).toBe('12025550104');
  });

  test('an American number that is one digit short counts as a British landline', () => {
    expect(checkPhoneNumber('+1 708 123 456')).toMatchObject({ normalised: '441708123456', ukLandline: true });
  });

  test('the fault of the second reading is the one that is reported', () => {
    expect(normalised('00407833123456')).toBe('too_long');
    expect(normalised('0049 160 123456')).toBe('invalid_number');
    expect(normalised('07723 456789...')).toBe('unknown_character');
    expect(normalised('07900900123\u200e')).toBe('unknown_character');
  });
});

describe('phone number: invisible spaces', () => {
  test.each(['\u00a0', '\u202f', '\u180e', '\u200b', '\u200c', '\u200d', '\u2060', '\ufeff', '\u2028', '\u2029'])(
    'an invisible space at either end does not matter: %j',
    (space) => {
      expect(normalised(`${space}07900900123${space}`)).toBe('447900900123');
    },
  );
});

describe('phone number: numbers for film and television', () => {
  test('every number under 07700 belongs to the UK, although Jersey has numbers there', () => {
    expect(checkPhoneNumber('07700 300 001')).toMatchObject({
      international: false,
      crownDependency: false,
      rateMultiplier: 1,
      countryPrefix: '44',
    });
  });

  test('the rule for 07700 looks at the national number, whatever the country', () => {
    expect(checkPhoneNumber('+7 770 012 3456')).toMatchObject({ countryPrefix: '7', international: false });
  });
});

describe('phone number: price', () => {
  test('a landline of a crown dependency is both international and a landline', () => {
    expect(checkPhoneNumber('01534 440000')).toMatchObject({
      crownDependency: true,
      international: true,
      ukLandline: true,
      rateMultiplier: 2,
    });
  });

  test('a Caribbean country has its own price, and the United States and Canada share theirs', () => {
    expect(checkPhoneNumber('+1 876 210 1234')).toMatchObject({ countryPrefix: '1876', rateMultiplier: 7 });
    expect(checkPhoneNumber('+1 202 555 0104')).toMatchObject({ countryPrefix: '1', rateMultiplier: 1 });
    expect(checkPhoneNumber('+1 416 869 3457')).toMatchObject({ countryPrefix: '1', reportsDelivery: false });
  });

  test('the price list has 223 prefixes, of which 152 report delivery', () => {
    const rates = Array.from(textMessageRates.values());
    expect(rates).toHaveLength(223);
    expect(rates.filter((rate) => rate.reportsDelivery)).toHaveLength(152);
  });

  test('a country that is not in the price list is not supported', () => {
    expect(normalised('+247 41111')).toBe('unsupported_country_code');
  });
});

test('a text that is far too long to be a number is refused', () => {
  expect(normalised('1'.repeat(10_000))).toBe('invalid_number');
});
