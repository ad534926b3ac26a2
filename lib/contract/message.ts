import * as z from 'zod/mini';

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
const personalisation = z.record(z.string(), z.unknown()).check(
  z.refine((value) => depthOf(value, deepest + 1) <= deepest, {
    error: `must not be nested deeper than ${deepest} levels`,
  }),
);

const forEveryType = {
  reference: z.optional(reference),
  idempotency_key: z.optional(kept.check(z.minLength(1), z.maxLength(256))),
  send_after: z.optional(instant),
  expires_at: z.optional(instant),
  metadata: z.optional(metadata),
};

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
 * It checks the shape, and that what we keep of it can be kept. What a field may hold is Notify's to say, so that
 * nothing is refused here that Notify would have taken.
 */
export const queueMessageSchema = z.discriminatedUnion('type', [email, sms, letter, precompiledLetter]);

export type QueueMessage = z.infer<typeof queueMessageSchema>;
export type MessageType = QueueMessage['type'];

export const messageTypes: readonly MessageType[] = ['email', 'sms', 'letter', 'precompiled_letter'];

/** Notify's channels. A precompiled letter is a letter to Notify. */
export type Channel = 'email' | 'sms' | 'letter';

export const channels: readonly Channel[] = ['email', 'sms', 'letter'];

export const channelOf = (type: MessageType): Channel => (type === 'precompiled_letter' ? 'letter' : type);

/** Level by level, so that whoever puts a million brackets into a message does not exhaust the stack. */
function depthOf(value: object, most: number): number {
  let level: object[] = [value];
  let depth = 0;
  while (level.length > 0 && depth < most) {
    level = level.flatMap((outer) => Object.values(outer).filter(isObject));
    depth += 1;
  }
  return depth;
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
