import { checkPostalAddress } from '../../../lib/rules/recipients/postal-address';
import { readVectors } from '../../vectors';

interface AddressCase {
  note: string;
  personalisation: Record<string, unknown>;
  international_letters_permission: boolean | 'either';
  valid: boolean;
  stored_address?: string;
  international?: boolean;
  postage_override?: string | null;
  api_error?: { status: number; error: string; message: string };
}

type Outcome = Pick<AddressCase, 'valid' | 'stored_address' | 'international' | 'postage_override' | 'api_error'>;

function outcome(personalisation: Record<string, unknown>, allowInternational: boolean): Outcome {
  const check = checkPostalAddress(personalisation, { allowInternational });
  if (!check.valid) {
    return { valid: false, api_error: { status: 400, error: 'ValidationError', message: check.message } };
  }
  return {
    valid: true,
    stored_address: check.lines.join('\n'),
    international: check.international,
    postage_override: check.postage,
  };
}

describe('postal address: recorded addresses', () => {
  test.each(readVectors<AddressCase>('address.json').cases)(
    'an address is judged as by Notify: $note (international letters: $international_letters_permission)',
    ({ note: _note, personalisation, international_letters_permission: permission, ...expected }) => {
      for (const allowInternational of permission === 'either' ? [true, false] : [permission]) {
        expect(outcome(personalisation, allowInternational)).toEqual(expected);
      }
    },
  );
});

/** An address of so many lines, checked with the permission for international letters. */
function check(...lines: unknown[]): string[] | string {
  const personalisation = Object.fromEntries(lines.map((line, index) => [`address_line_${index + 1}`, line]));
  const result = checkPostalAddress(personalisation, { allowInternational: true });
  return result.valid ? result.lines : result.message;
}

const notAPostcode = 'Last line of address must be a real UK postcode or another country';

describe('postal address: lines', () => {
  test('a value that is not text becomes what Python prints', () => {
    expect(check('A', true, 12, 1.5, { x: ['y'] }, 'SW1A 1AA')).toEqual([
      'A',
      'True',
      '12',
      '1.5',
      "{'x': ['y']}",
      'SW1A 1AA',
    ]);
  });

  test('a value that Python takes for false counts as empty', () => {
    expect(check('A', false, [], {}, null, 'B', 'SW1A 1AA')).toEqual(['A', 'B', 'SW1A 1AA']);
  });

  test('a missing line counts as empty', () => {
    expect(checkPostalAddress({ address_line_1: 'A' }, { allowInternational: true }).valid).toBe(false);
  });

  test('every kind of line ending splits a value into lines', () => {
    expect(check('A\r\nB\u2028C\u0085D', 'SW1A 1AA')).toEqual(['A', 'B', 'C', 'D', 'SW1A 1AA']);
  });

  test('invisible spaces are removed, and unusual spaces become plain ones', () => {
    expect(check('A\u200bB\u00a0\u202f C', 'D\u3000E', '\ufeffSW1A1AA')).toEqual(['AB C', 'D E', 'SW1A 1AA']);
  });

  test('a line of only commas is no line', () => {
    expect(check('A', ' , ,', 'B', 'SW1A 1AA')).toEqual(['A', 'B', 'SW1A 1AA']);
  });

  test('a very long run of commas is tidied without delay', () => {
    const started = process.hrtime.bigint();
    check('A', `${','.repeat(1_000_000)}B`, 'SW1A 1AA');
    expect(Number(process.hrtime.bigint() - started) / 1e9).toBeLessThan(2);
  });
});

describe('postal address: UK as the last line', () => {
  test('every part and island of the UK is dropped as the last line, whatever it is called', () => {
    for (const name of ['U.K.', 'GREAT BRITAIN', 'N. Ireland', 'Isle-of-Man', 'Cymru', 'Sark', 'Channel Islands']) {
      expect(check('A', 'B', 'JE2 3AB', name)).toEqual(['A', 'B', 'JE2 3AB']);
    }
  });

  test('a county named like a country stays if the address ends in a postcode', () => {
    expect(check('A', 'B', 'Wales', 'CF10 1AA')).toEqual(['A', 'B', 'Wales', 'CF10 1AA']);
  });

  test('a county named like a country loses the postcode if the address ends in the UK', () => {
    expect(check('A', 'B', 'C', 'Wales', 'CF10 1AA', 'UK')).toBe(notAPostcode);
  });

  test('an address of only names of the UK has too few lines', () => {
    expect(check('England', 'Wales', 'Scotland', 'UK')).toBe('Address must be at least 3 lines');
  });

  test('a foreign country before the UK is an ordinary line', () => {
    expect(check('A', 'B', 'France', 'UK')).toBe(notAPostcode);
    expect(check('A', 'France', 'SW1A 1AA', 'UK')).toEqual(['A', 'France', 'SW1A 1AA']);
  });
});

describe('postal address: BFPO numbers', () => {
  test('the first BFPO number counts, wherever it is, and other BFPO lines are dropped', () => {
    expect(check('BFPO 0057', 'Lt A', 'BFPO', 'Unit', 'bfpo c/o 12', 'BF1 1AA')).toEqual([
      'Lt A',
      'Unit',
      'BF1 1AA',
      'BFPO 57',
    ]);
  });

  test('a BFPO line without a number is a line like any other', () => {
    expect(check('Lt A', 'BFPO', 'BF1 1AA')).toEqual(['Lt A', 'BFPO', 'BF1 1AA']);
  });

  test('an address of one line and a BFPO number has too few lines', () => {
    expect(check('Lt A', 'BFPO 57')).toBe('Address must be at least 3 lines');
  });
});

describe('postal address: postcodes', () => {
  test.each(['e1 6an', 'EC1A1BB', ' w1A 0a x', 'GY1 1AA', 'bf1 1AA', 'M1 1AE'])('%s is a postcode', (postcode) => {
    expect(check('A', 'B', postcode)).toHaveLength(3);
  });

  test.each(['SW1A 1AC', 'SW1A 1AV', 'QQ1 1AA', 'SW1A', 'SW1A 1AA.', 'SWIA 1AA', 'GIR 0AA'])(
    '%s is not a postcode that a letter can go to',
    (postcode) => {
      expect(check('A', 'B', postcode)).toBe(notAPostcode);
    },
  );
});

describe('postal address: order of faults', () => {
  test('too few lines are reported before what the lines hold', () => {
    expect(check('--', 'nfa')).toBe('Address must be at least 3 lines');
  });

  test('missing letters and digits are reported before the postcode', () => {
    expect(check('A', '@@', 'nowhere')).toBe(
      'The first 2 lines of the address must both include at least one alphanumeric character',
    );
  });

  test('the postcode is reported before the first characters, and those before a missing fixed abode', () => {
    expect(check('A', '@B', 'nowhere')).toBe(notAPostcode);
    expect(check('NFA', '~B', 'SW1A 1AA')).toMatch(/^Address lines must not start with/);
    expect(check('NFA', 'B', 'SW1A 1AA')).toBe('Must be a real address');
  });

  test('the country of a BFPO address is reported before the missing permission', () => {
    const personalisation = { address_line_1: 'A', address_line_2: 'B', address_line_3: 'BFPO 1', postcode: 'Cyprus' };
    expect(checkPostalAddress(personalisation, { allowInternational: false })).toEqual({
      valid: false,
      message: 'The last line of a BFPO address must not be a country.',
    });
  });
});

test('an address abroad gives its country and its postage', () => {
  expect(
    checkPostalAddress(
      { address_line_1: 'A', address_line_2: 'Lisboa', address_line_3: 'Portuguese Republic', postcode: 'PORTUGAL' },
      { allowInternational: true },
    ),
  ).toEqual({
    valid: true,
    lines: ['A', 'Lisboa', 'Portuguese Republic', 'Portugal'],
    international: true,
    bfpo: false,
    postage: 'europe',
    country: 'Portugal',
  });
});
