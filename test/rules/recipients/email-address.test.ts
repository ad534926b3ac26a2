import { checkEmailAddress } from '../../../lib/rules/recipients/email-address';
import { readVectors } from '../../vectors';

interface EmailAddressCase {
  input: string;
  valid: boolean;
  normalised?: string;
  returned_as?: string;
  api_error?: { status: number; error: string; message: string };
}

function asVector(input: string): EmailAddressCase {
  const check = checkEmailAddress(input);
  if (check.valid) return { input, valid: true, normalised: check.normalised, returned_as: check.returnedAs };
  const message = `email_address ${check.message}`;
  return { input, valid: false, api_error: { status: 400, error: 'ValidationError', message } };
}

function accepts(input: string): boolean {
  return checkEmailAddress(input).valid;
}

describe('email address: recorded addresses', () => {
  test.each(readVectors<EmailAddressCase>('email.json').cases)(
    'the address $input is accepted or refused as Notify did',
    (expected) => {
      expect(asVector(expected.input)).toEqual(expected);
    },
  );
});

test('invisible spaces are removed wherever they are, and the rest is returned as it was', () => {
  expect(checkEmailAddress('\u2060Amala\u202f\u00a0.Bird@Exa\ufeffmple.com\u2029\r\n')).toEqual({
    valid: true,
    normalised: 'amala.bird@example.com',
    returnedAs: 'Amala.Bird@Example.com',
  });
});

test('an address of 320 characters passes, counted in whole characters', () => {
  const domain = `@${'𠮷'.repeat(9)}.example.com`;
  expect(accepts('a'.repeat(320 - Array.from(domain).length) + domain)).toBe(true);
  expect(accepts('a'.repeat(321 - Array.from(domain).length) + domain)).toBe(false);
});

describe('email address: domains', () => {
  test.each(['a@b', 'a@.example.com', 'a@@example.com', 'a@b@example.com', 'a@example.c0m', 'a@under_score.com'])(
    'a domain that mail cannot reach is refused: %s',
    (address) => {
      expect(accepts(address)).toBe(false);
    },
  );

  test('a domain with two hyphens in a row passes, and one with three does not', () => {
    expect(accepts('a@double--hyphen.com')).toBe(true);
    expect(accepts('a@triple---hyphen.com')).toBe(false);
  });

  test('a domain of 253 characters passes, and one of 254 does not', () => {
    const labels = `${'a'.repeat(61)}.`.repeat(4);
    expect(accepts(`x@${labels}${'b'.repeat(5)}`)).toBe(true);
    expect(accepts(`x@${labels}${'b'.repeat(6)}`)).toBe(false);
  });

  test('a label can have 63 characters once it is in ASCII', () => {
    expect(accepts(`x@ü${'a'.repeat(53)}.com`)).toBe(true);
    expect(accepts(`x@ü${'a'.repeat(60)}.com`)).toBe(false);
  });
});

describe('email address: IDNA 2003', () => {
  test('a domain with symbols passes', () => {
    expect(accepts('amala@i❤.example')).toBe(true);
  });

  test('a sharp s counts as two letters towards the length of a label', () => {
    expect(accepts(`x@${'ß'.repeat(31)}.com`)).toBe(true);
    expect(accepts(`x@${'ß'.repeat(32)}.com`)).toBe(false);
  });

  test('an ideographic full stop separates labels', () => {
    expect(accepts('amala@例え。テスト')).toBe(true);
    expect(accepts('amala@例え。。テスト')).toBe(false);
  });

  test('a label with letters of both directions is refused', () => {
    expect(accepts('amala@אבג.com')).toBe(true);
    expect(accepts('amala@אבגa.com')).toBe(false);
    expect(accepts('amala@אב1.com')).toBe(false);
  });

  test('a label that claims to be encoded and is not is refused', () => {
    expect(accepts('amala@xn--ü.com')).toBe(false);
  });
});

test('a megabyte of nonsense is refused quickly', () => {
  const started = process.hrtime.bigint();
  expect(accepts(`a@${'ü'.repeat(1_000_000)}.com`)).toBe(false);
  expect(accepts(`a@${'a-'.repeat(500_000)}.com`)).toBe(false);
  expect(Number(process.hrtime.bigint() - started) / 1e9).toBeLessThan(2);
});
