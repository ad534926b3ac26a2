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

/** What the vectors hold of a number, told from what the check says of it. */
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

describe('numbers are read as Notify read them', () => {
  test.each(readVectors<PhoneNumberCase>('phone.json').cases)('$note: "$input"', (expected) => {
    expect(asVector(expected)).toEqual(expected);
  });
});

function normalised(input: string): string {
  const check = checkPhoneNumber(input);
  return check.valid ? check.normalised : check.error;
}

describe('the second reading', () => {
  test.each([
    ['0+44(0)7779123456', '447779123456'],
    ['+07044123456', '447044123456'],
    ['04407379123456', '447379123456'],
    ['+04915161123456', '4915161123456'],
    ['+0012025550104', '12025550104'],
  ])('a stray plus or zero is forgiven: %s', (input, expected) => {
    expect(normalised(input)).toBe(expected);
  });

  test('dashes of every length are taken for hyphens', () => {
    expect(normalised('1‑202–555—010−4')).toBe('12025550104');
  });

  test('an American number one digit short is taken for a British landline', () => {
    expect(checkPhoneNumber('+1 708 123 456')).toMatchObject({ normalised: '441708123456', ukLandline: true });
  });

  test('what is wrong with the second reading is what is reported', () => {
    expect(normalised('00407833123456')).toBe('too_long');
    expect(normalised('0049 160 123456')).toBe('invalid_number');
    expect(normalised('07723 456789...')).toBe('unknown_character');
    expect(normalised('07900900123\u200e')).toBe('unknown_character');
  });
});

describe('spaces that do not show', () => {
  test.each(['\u00a0', '\u202f', '\u180e', '\u200b', '\u200c', '\u200d', '\u2060', '\ufeff', '\u2028', '\u2029'])(
    'one at either end does not matter: %j',
    (space) => {
      expect(normalised(`${space}07900900123${space}`)).toBe('447900900123');
    },
  );
});

describe('numbers for film and television', () => {
  test('everything under 07700 is at home in the UK, though Jersey has numbers there', () => {
    expect(checkPhoneNumber('07700 300 001')).toMatchObject({
      international: false,
      crownDependency: false,
      rateMultiplier: 1,
      countryPrefix: '44',
    });
  });

  test('the rule looks at the number within its country, whichever that is', () => {
    expect(checkPhoneNumber('+7 770 012 3456')).toMatchObject({ countryPrefix: '7', international: false });
  });
});

describe('what a number costs', () => {
  test('a landline of a crown dependency is both international and a landline', () => {
    expect(checkPhoneNumber('01534 440000')).toMatchObject({
      crownDependency: true,
      international: true,
      ukLandline: true,
      rateMultiplier: 2,
    });
  });

  test('a Caribbean country has its own price, the United States and Canada share theirs', () => {
    expect(checkPhoneNumber('+1 876 210 1234')).toMatchObject({ countryPrefix: '1876', rateMultiplier: 7 });
    expect(checkPhoneNumber('+1 202 555 0104')).toMatchObject({ countryPrefix: '1', rateMultiplier: 1 });
    expect(checkPhoneNumber('+1 416 869 3457')).toMatchObject({ countryPrefix: '1', reportsDelivery: false });
  });

  test('the price list has 223 prefixes, of which 152 report delivery', () => {
    const rates = Array.from(textMessageRates.values());
    expect(rates).toHaveLength(223);
    expect(rates.filter((rate) => rate.reportsDelivery)).toHaveLength(152);
  });

  test('a country that is not in the price list cannot be written to', () => {
    expect(normalised('+247 41111')).toBe('unsupported_country_code');
  });
});

test('a text far too long to be a number is refused, not chewed on', () => {
  expect(normalised('1'.repeat(10_000))).toBe('invalid_number');
});
