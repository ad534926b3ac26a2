import * as z from 'zod/mini';
import type { Channel, MessageType } from './queue-message';

const text = z.string().check(z.minLength(1));
const instant = z.iso.datetime({ offset: true });

/** What is kept in the record: DynamoDB takes whole characters only. */
const kept = z
  .string()
  .check(
    z.refine((value) => !/\p{Surrogate}/u.test(value), { error: 'must not hold half a character (a lone surrogate)' }),
  );
/** Every spelling of a UUID that Notify takes is shorter. */
const templateId = kept.check(z.minLength(1), z.maxLength(64));
/** Notify is asked for it in a URL, which has to fit into 4,094 bytes together with our own part of the reference. */
const longestEncoded = 3500;
const reference = kept.check(
  z.maxLength(900),
  z.refine((value) => new URLSearchParams({ value }).toString().length <= longestEncoded, {
    error: 'must be at most 3500 bytes as part of a URL, where a letter with an accent takes 6 and a Chinese one 9',
  }),
);

const metadata = z.record(z.string(), kept).check(
  z.refine(
    (value) => Object.keys(value).every((name) => text.safeParse(name).success && kept.safeParse(name).success),
    {
      error: 'must have names of one whole character or more',
    },
  ),
  z.refine((value) => Buffer.byteLength(JSON.stringify(value)) <= 1024, {
    error: 'must be at most 1024 bytes as JSON',
  }),
);

const deepest = 100;
const personalisation = z.record(z.string(), z.unknown()).check(({ value, issues }) => {
  // It may be megabytes, and is gone through once for both.
  const levels = levelsOf(value);
  const refuse = (message: string) => issues.push({ code: 'custom', message, input: value });
  if (levels.length > deepest) refuse(`must not be nested deeper than ${deepest} levels`);
  if (levels.some((level) => level.some((outer) => Object.values(outer).some(losesDigits)))) {
    refuse(`must not hold numbers over ${Number.MAX_SAFE_INTEGER}, which would lose digits; give them as text`);
  }
});

/** What says how to send a message, and is not sent. */
const envelope = {
  idempotency_key: z.optional(kept.check(z.minLength(1), z.maxLength(256))),
  send_after: z.optional(instant),
  expires_at: z.optional(instant),
  metadata: z.optional(metadata),
};

export type EnvelopeField = keyof typeof envelope;

/** The fields of a message that Notify never gets. */
export const envelopeFields: readonly string[] = Object.keys(envelope);

const forEveryType = { reference: z.optional(reference), ...envelope };

const email = z.strictObject({
  type: z.literal('email'),
  template_id: templateId,
  email_address: text,
  personalisation: z.optional(personalisation),
  email_reply_to_id: z.optional(text),
  one_click_unsubscribe_url: z.optional(text),
  sanitise_content_for: z.optional(z.array(z.string())),
  ...forEveryType,
});

const sms = z.strictObject({
  type: z.literal('sms'),
  template_id: templateId,
  phone_number: text,
  personalisation: z.optional(personalisation),
  sms_sender_id: z.optional(text),
  ...forEveryType,
});

const letter = z.strictObject({
  type: z.literal('letter'),
  template_id: templateId,
  personalisation,
  ...forEveryType,
});

const precompiledLetter = z.strictObject({
  type: z.literal('precompiled_letter'),
  content: text,
  postage: z.optional(z.enum(['first', 'second', 'economy'])),
  ...forEveryType,
});

/** The schema of a queue message of each type. */
export const messageSchemas = { email, sms, letter, precompiled_letter: precompiledLetter } as const;

/**
 * The queue message: what any service puts on the queue, in Notify's own field names.
 *
 * It checks the shape, that what we keep of it can be kept, and that what Notify gets is what was meant. What a field
 * may hold is Notify's to say, so that nothing else is refused here that Notify would have taken.
 */
export const queueMessageSchema = z.discriminatedUnion('type', [email, sms, letter, precompiledLetter]);

export type { Channel, MessageType, QueueMessage } from './queue-message';

export const messageTypes: readonly MessageType[] = ['email', 'sms', 'letter', 'precompiled_letter'];

export const channels: readonly Channel[] = ['email', 'sms', 'letter'];

export const channelOf = (type: MessageType): Channel => (type === 'precompiled_letter' ? 'letter' : type);

/** The objects in a value, level by level: a million brackets in a message do not exhaust the stack. */
function levelsOf(value: object): readonly (readonly object[])[] {
  const levels: object[][] = [];
  let level = [value];
  while (level.length > 0 && levels.length <= deepest) {
    levels.push(level);
    level = level.flatMap((outer) => Object.values(outer).filter(isObject));
  }
  return levels;
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** By the time that JSON is read, it is another number. */
const losesDigits = (value: unknown): boolean => typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER;
