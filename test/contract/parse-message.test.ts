import { fc } from '../properties';
import { parseQueueMessage } from '../../lib/contract/parse-message';
import { aLetter, anEmail, aPrecompiledLetter, aText, messages, oneOfEachType } from './messages';

const parse = (message: unknown) => parseQueueMessage(JSON.stringify(message));
const without = (message: object, field: string): object =>
  Object.fromEntries(Object.entries(message).filter(([name]) => name !== field));

const reasonFor = (message: unknown): string => {
  const parsed = parse(message);
  return parsed.ok ? 'it was taken' : parsed.reason;
};

describe('parseQueueMessage', () => {
  it.each(oneOfEachType)('a message of type $type is read unchanged', (message) => {
    expect(parse(message)).toEqual({ ok: true, message });
  });

  it('any message that fits the contract is read unchanged', () => {
    fc.assert(
      fc.property(messages, (message) => {
        // A key that would reach into the prototype is left out by zod, for safety.
        fc.pre(!JSON.stringify(message).includes('"__proto__"'));
        // JSON has no -0.
        expect(parse(message)).toEqual({ ok: true, message: JSON.parse(JSON.stringify(message)) as unknown });
      }),
    );
  });

  it.each([
    ['', 'the message is not JSON; put one JSON object on the queue'],
    ['{"type":"sms"', 'the message is not JSON; put one JSON object on the queue'],
    ['hello', 'the message is not JSON; put one JSON object on the queue'],
    ['[]', 'the message must be an object'],
    ['null', 'the message must be an object'],
    ['42', 'the message must be an object'],
    ['"sms"', 'the message must be an object'],
  ])('the body %j is not a message', (body, reason) => {
    expect(parseQueueMessage(body)).toEqual({ ok: false, reason });
  });

  it.each([{}, { type: 'fax' }, { type: null }, { type: 5 }, { type: 'constructor' }, { type: '__proto__' }])(
    'a message must have a known type, and %j does not',
    (message) => {
      expect(reasonFor(message)).toBe('type must be one of email, sms, letter, precompiled_letter');
    },
  );

  it.each([
    [anEmail, 'template_id'],
    [anEmail, 'email_address'],
    [aText, 'template_id'],
    [aText, 'phone_number'],
    [aLetter, 'template_id'],
    [aLetter, 'personalisation'],
    [aPrecompiledLetter, 'content'],
  ] as const)('the error for %j without %s names the missing field', (message, field) => {
    expect(reasonFor(without(message, field))).toBe(`${field} is missing`);
  });

  it.each([
    ['template_id', 5, 'template_id must be a string'],
    ['template_id', null, 'template_id must be a string'],
    ['template_id', '', 'template_id must not be empty'],
    ['template_id', 'x'.repeat(65), 'template_id must be at most 64 characters'],
    ['email_address', ['amala@example.com'], 'email_address must be a string'],
    ['personalisation', 'Amala', 'personalisation must be an object'],
    ['personalisation', ['Amala'], 'personalisation must be an object'],
    ['personalisation', null, 'personalisation must be an object'],
    ['email_reply_to_id', 5, 'email_reply_to_id must be a string'],
    ['sanitise_content_for', 'name', 'sanitise_content_for must be an array'],
    ['sanitise_content_for', ['name', 5], 'sanitise_content_for.1 must be a string'],
    ['reference', 7, 'reference must be a string'],
    ['reference', 'x'.repeat(901), 'reference must be at most 900 characters'],
    [
      'reference',
      'ŵ'.repeat(600),
      'reference must be at most 3500 bytes as part of a URL, where a letter with an accent takes 6 and a Chinese one 9',
    ],
    ['reference', 'order \ud83d', 'reference must not hold half a character (a lone surrogate)'],
    ['idempotency_key', '', 'idempotency_key must not be empty'],
    ['idempotency_key', 'x'.repeat(257), 'idempotency_key must be at most 256 characters'],
    ['idempotency_key', '\ude00', 'idempotency_key must not hold half a character (a lone surrogate)'],
    ['metadata', [], 'metadata must be an object'],
    ['metadata', { team: 5 }, 'metadata.team must be a string'],
    ['metadata', { team: { name: 'x' } }, 'metadata.team must be a string'],
    ['metadata', { team: 'x'.repeat(1020) }, 'metadata must be at most 1024 bytes as JSON'],
    ['metadata', { '': 'x' }, 'metadata must have names of one whole character or more'],
    ['metadata', { team: '\ud83d' }, 'metadata.team must not hold half a character (a lone surrogate)'],
  ])('the error for a message whose %s is %j says what it must be', (field, value, reason) => {
    expect(reasonFor({ ...anEmail, [field]: value })).toBe(reason);
  });

  it.each(['tomorrow', '2026-03-02', '2026-03-02T09:00:00', '2026-02-30T09:00:00Z', '', 1772442000])(
    'the time %j is refused because it is not a date and time with an offset',
    (instant) => {
      for (const field of ['send_after', 'expires_at']) {
        expect(reasonFor({ ...anEmail, [field]: instant })).toMatch(new RegExp(`^${field} must be a (string|date)`));
      }
    },
  );

  it.each(['2026-03-02T09:00:00Z', '2026-03-02T09:00:00.123456Z', '2026-07-02T09:00:00+01:00'])(
    'the time %s is accepted',
    (instant) => {
      for (const field of ['send_after', 'expires_at']) expect(parse({ ...anEmail, [field]: instant }).ok).toBe(true);
      expect(Date.parse(instant)).not.toBeNaN();
    },
  );

  it('the error for an unknown postage lists the valid ones', () => {
    expect(reasonFor({ ...aPrecompiledLetter, postage: 'third' })).toBe(
      'postage must be one of first, second, economy',
    );
  });

  it.each([
    [anEmail, 'phone_number'],
    [anEmail, 'emailAddress'],
    [aText, 'email_address'],
    [aLetter, 'postage'],
    [aPrecompiledLetter, 'template_id'],
    [aText, 'scheduled_for'],
  ] as const)('the error for %j with the unknown field %s names the field', (message, field) => {
    expect(reasonFor({ ...message, [field]: 'something' })).toBe(`unknown field ${field}`);
  });

  it('all errors of a message are reported at once', () => {
    expect(reasonFor({ type: 'sms', template_id: '', colour: 1, size: 2 })).toBe(
      'template_id must not be empty; phone_number is missing; unknown fields colour, size',
    );
  });

  it('a message with a million brackets is refused without exhausting the stack', () => {
    const brackets = '['.repeat(400_000) + ']'.repeat(400_000);
    const body = JSON.stringify({ ...aText, personalisation: { code: 'HERE' } }).replace('"HERE"', brackets);
    expect(parseQueueMessage(body)).toEqual({
      ok: false,
      reason: 'the message must not be nested deeper than 32 levels',
    });
  });

  it.each(['12345678901234567890', '-9007199254740993', '1e400', '[{"a":9007199254740993}]'])(
    'the number %s is refused because it would lose digits on its way to Notify',
    (number) => {
      const body = JSON.stringify({ ...aText, personalisation: { code: 'HERE' } }).replace('"HERE"', number);
      expect(parseQueueMessage(body)).toEqual({
        ok: false,
        reason:
          'personalisation must not hold numbers over 9007199254740991, which would lose digits; give them as text',
      });
    },
  );

  it('a number of up to 15 digits is accepted', () => {
    expect(parse({ ...aText, personalisation: { code: 999_999_999_999_999, part: 0.1 } }).ok).toBe(true);
  });

  it('personalisation nested up to 100 levels is accepted', () => {
    const nested = JSON.parse(`${'{"a":'.repeat(30)}"x"${'}'.repeat(30)}`) as unknown;
    expect(parse({ ...aText, personalisation: { nested } }).ok).toBe(true);
  });
});

describe('parseQueueMessage: reason of a refusal', () => {
  const required = Object.keys({ ...anEmail, ...aText, ...aLetter, ...aPrecompiledLetter });
  const fields = [...required, 'postage', 'metadata', 'reference', 'idempotency_key', 'send_after', 'expires_at'];
  const canary = 'amala.bird@example.com';
  const canaries = fc.constantFrom<unknown>(canary, [canary], { [`a ${canary.length}`]: canary }, [[{ a: canary }]]);
  const values = fc.oneof(canaries, fc.jsonValue({ maxDepth: 2 }), fc.string({ unit: 'binary' }));

  it('the reason names a field and never shows a value', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...oneOfEachType),
        fc.dictionary(fc.constantFrom(...fields), values),
        (base, over) => {
          const parsed = parse({ ...base, ...over });
          if (parsed.ok) return;
          expect(parsed.reason).not.toContain(canary);
          expect(fields.some((field) => parsed.reason.includes(field))).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('the reason is short and has no half characters, whatever the message is', () => {
    const anything = fc.dictionary(fc.string({ unit: 'binary', maxLength: 200 }), fc.jsonValue(), { maxKeys: 30 });
    fc.assert(
      fc.property(fc.constantFrom(...oneOfEachType), anything, (base, rest) => {
        const parsed = parse({ ...base, ...rest });
        if (parsed.ok) return;
        expect(parsed.reason).not.toMatch(/\p{Surrogate}/u);
        expect(parsed.reason.length).toBeLessThan(2000);
      }),
    );
  });

  it('the reason cuts a long field name between characters', () => {
    expect(reasonFor({ ...aText, [`${'x'.repeat(63)}😀`]: 1 })).not.toMatch(/\p{Surrogate}/u);
  });
});
