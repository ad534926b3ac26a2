import { fc } from '../properties';
import type { QueueMessage } from '../../lib/contract/message';

export const anEmail = {
  type: 'email',
  template_id: '5d7c0a0e-5b0f-4d43-8a36-6f1f9d7b1c01',
  email_address: 'amala.bird@example.com',
  personalisation: { name: 'Amala' },
} as const satisfies QueueMessage;

export const aText = {
  type: 'sms',
  template_id: '0b1d7fd0-39c4-4a0f-8c2e-3d2f14f6fd52',
  phone_number: '07900 900123',
  personalisation: { code: '123456' },
} as const satisfies QueueMessage;

export const aLetter = {
  type: 'letter',
  template_id: '7a1f2cf4-6f1b-44a1-9d80-9f0e0f0b7f11',
  personalisation: { address_line_1: 'Amala Bird', address_line_2: '123 High Street', address_line_3: 'SW14 6BH' },
} as const satisfies QueueMessage;

export const aPrecompiledLetter = {
  type: 'precompiled_letter',
  content: Buffer.from('%PDF-1.7 Dear Amala').toString('base64'),
} as const satisfies QueueMessage;

export const oneOfEachType = [anEmail, aText, aLetter, aPrecompiledLetter] as const;

const whole = (constraints: fc.StringConstraints): fc.Arbitrary<string> =>
  fc.string({ unit: 'grapheme', ...constraints }).filter((text) => text.length > 0 && text.length <= 64);

const instant = fc
  .date({ min: new Date('2000-01-01T00:00:00Z'), max: new Date('2100-01-01T00:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString());

const forEveryType = {
  reference: whole({ maxLength: 30 }),
  idempotency_key: whole({ maxLength: 30 }),
  send_after: instant,
  expires_at: instant,
  metadata: fc.dictionary(whole({ maxLength: 10 }), whole({ maxLength: 10 }), { maxKeys: 3, noNullPrototype: true }),
};

/** What expires does so after it may be sent. */
const inOrder = <Message extends { readonly send_after?: string; readonly expires_at?: string }>(message: Message) => {
  const { send_after, expires_at, ...others } = message;
  if (send_after === undefined || expires_at === undefined || send_after < expires_at) return message;
  return { ...others, send_after: expires_at } as Message;
};

const template_id = fc.uuid();
/** Whatever JSON can say without losing digits. */
const exactJson = fc
  .jsonValue({ maxDepth: 3 })
  .map((value): unknown =>
    JSON.parse(JSON.stringify(value), (_name, inner: unknown) =>
      typeof inner === 'number' ? (inner % Number.MAX_SAFE_INTEGER) + 0 : inner,
    ),
  );
const personalisation = fc.dictionary(whole({ maxLength: 10 }), exactJson, { maxKeys: 4, noNullPrototype: true });
const text = whole({ maxLength: 40 });

/** Messages with every field that their type has, or a part of them. */
export const messages: fc.Arbitrary<QueueMessage> = fc
  .oneof(
    fc.record(
      {
        type: fc.constant('email' as const),
        template_id,
        email_address: text,
        personalisation,
        email_reply_to_id: text,
        one_click_unsubscribe_url: text,
        sanitise_content_for: fc.array(text, { maxLength: 3 }),
        ...forEveryType,
      },
      { requiredKeys: ['type', 'template_id', 'email_address'], noNullPrototype: true },
    ),
    fc.record(
      {
        type: fc.constant('sms' as const),
        template_id,
        phone_number: text,
        personalisation,
        sms_sender_id: text,
        ...forEveryType,
      },
      { requiredKeys: ['type', 'template_id', 'phone_number'], noNullPrototype: true },
    ),
    fc.record(
      { type: fc.constant('letter' as const), template_id, personalisation, ...forEveryType },
      { requiredKeys: ['type', 'template_id', 'personalisation'], noNullPrototype: true },
    ),
    fc.record(
      {
        type: fc.constant('precompiled_letter' as const),
        content: text,
        postage: fc.constantFrom('first' as const, 'second' as const, 'economy' as const),
        ...forEveryType,
      },
      { requiredKeys: ['type', 'content'], noNullPrototype: true },
    ),
  )
  .map(inOrder);
