import * as z from 'zod/mini';

const text = z.string().check(z.minLength(1));
const instant = z.iso.datetime({ offset: true });
const personalisation = z.record(z.string(), z.unknown());

const metadata = z.record(z.string(), z.string()).check(
  z.refine((value) => Buffer.byteLength(JSON.stringify(value)) <= 1024, {
    error: 'must be at most 1024 bytes as JSON',
  }),
);

const forEveryType = {
  reference: z.optional(z.string().check(z.maxLength(900))),
  idempotency_key: z.optional(text.check(z.maxLength(256))),
  send_after: z.optional(instant),
  expires_at: z.optional(instant),
  metadata: z.optional(metadata),
};

const email = z.strictObject({
  type: z.literal('email'),
  template_id: text,
  email_address: text,
  personalisation: z.optional(personalisation),
  email_reply_to_id: z.optional(text),
  one_click_unsubscribe_url: z.optional(text),
  sanitise_content_for: z.optional(z.array(z.string())),
  ...forEveryType,
});

const sms = z.strictObject({
  type: z.literal('sms'),
  template_id: text,
  phone_number: text,
  personalisation: z.optional(personalisation),
  sms_sender_id: z.optional(text),
  ...forEveryType,
});

const letter = z.strictObject({
  type: z.literal('letter'),
  template_id: text,
  personalisation,
  ...forEveryType,
});

const precompiledLetter = z.strictObject({
  type: z.literal('precompiled_letter'),
  content: text,
  postage: z.optional(z.enum(['first', 'second', 'economy'])),
  ...forEveryType,
});

/**
 * The queue message: what any service puts on the queue, in Notify's own field names.
 *
 * It checks the shape alone. What a field may hold is Notify's to say, so that nothing is refused here that
 * Notify would have taken.
 */
export const queueMessageSchema = z.discriminatedUnion('type', [email, sms, letter, precompiledLetter]);

export type QueueMessage = z.infer<typeof queueMessageSchema>;
export type MessageType = QueueMessage['type'];

/** Notify's channels. A precompiled letter is a letter to Notify. */
export type Channel = 'email' | 'sms' | 'letter';

export const channels: readonly Channel[] = ['email', 'sms', 'letter'];

export const channelOf = (type: MessageType): Channel => (type === 'precompiled_letter' ? 'letter' : type);
