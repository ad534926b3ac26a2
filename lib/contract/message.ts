import * as z from 'zod/mini';
import type { Channel, MessageType } from './queue-message';

const halved = 'must not hold half a character (a lone surrogate)';
const inexact = `must not hold numbers over ${Number.MAX_SAFE_INTEGER}, which would lose digits; give them as text`;

/** Neither Notify nor DynamoDB takes half a character. */
const whole = z.string().check(z.refine((value) => !isHalved(value), { error: halved }));
const text = whole.check(z.minLength(1));
const instant = z.iso.datetime({ offset: true });
/** Every spelling of a UUID that Notify takes is shorter. */
const id = text.check(z.maxLength(64));
/** Longer than Notify takes, with whatever it passes over. It is gone through often. */
const recipient = text.check(z.maxLength(1000));
/** Notify answers 500 to one where it stores a value as it is, and could not be asked for the message either. */
const withoutNul = z.refine<string>((value) => !value.includes('\0'), { error: 'must not hold the character U+0000' });

/** Notify is asked for it in a URL, which has to fit into 4,094 bytes together with our own part of the reference. */
const longestEncoded = 3500;
const reference = whole.check(
  z.maxLength(900),
  withoutNul,
  z.refine((value) => new URLSearchParams({ value }).toString().length <= longestEncoded, {
    error: 'must be at most 3500 bytes as part of a URL, where a letter with an accent takes 6 and a Chinese one 9',
  }),
);

const metadata = z.record(z.string(), whole).check(
  z.refine((value) => Object.keys(value).every((name) => name !== '' && !isHalved(name)), {
    error: 'must have names of one whole character or more',
  }),
  z.refine((value) => Buffer.byteLength(JSON.stringify(value)) <= 1024, {
    error: 'must be at most 1024 bytes as JSON',
  }),
);

const personalisation = z.record(z.string(), z.unknown()).check(({ value, issues }) => {
  for (const { path, message } of faultsIn(value))
    issues.push({ code: 'custom', path: [...path], message, input: value });
});
const letterPersonalisation = personalisation.check(({ value, issues }) => {
  for (const [name, line] of Object.entries(value)) {
    if (!addressField.test(looseKey(name)) || !textsIn(line).some((part) => part.includes('\0'))) continue;
    issues.push({ code: 'custom', path: [name], message: 'must not hold the character U+0000', input: value });
  }
});

/** What says how to send a message, and is not sent. */
const envelope = {
  idempotency_key: z.optional(text.check(z.maxLength(256))),
  send_after: z.optional(instant),
  expires_at: z.optional(instant),
  metadata: z.optional(metadata),
};

export type EnvelopeField = keyof typeof envelope;

/** The fields of a message that Notify never gets. */
export const envelopeFields: readonly string[] = Object.keys(envelope);

const forEveryType = { reference: z.optional(reference), ...envelope };

/** Notify is given it between the two, so it would never be. */
const timesInOrder: z.core.CheckFn<{ send_after?: string | undefined; expires_at?: string | undefined }> = ({
  value,
  issues,
}) => {
  const { send_after, expires_at } = value;
  if (send_after === undefined || expires_at === undefined || Date.parse(expires_at) > Date.parse(send_after)) return;
  issues.push({ code: 'custom', path: ['expires_at'], message: 'must be later than send_after', input: value });
};

/** Notify answers 500 to any other value under a name that it is to sanitise. It compares names loosely. */
const sanitisesTexts: z.core.CheckFn<{
  personalisation?: Readonly<Record<string, unknown>> | undefined;
  sanitise_content_for?: readonly string[] | undefined;
}> = ({ value, issues }) => {
  const sanitised = new Set((value.sanitise_content_for ?? []).map(looseKey));
  for (const [name, given] of Object.entries(value.personalisation ?? {})) {
    if (typeof given === 'string' || !sanitised.has(looseKey(name))) continue;
    const message = 'must be a string, because sanitise_content_for names it';
    issues.push({ code: 'custom', path: ['personalisation', name], message, input: value });
  }
};

const email = z
  .strictObject({
    type: z.literal('email'),
    template_id: id,
    email_address: recipient,
    personalisation: z.optional(personalisation),
    email_reply_to_id: z.optional(id),
    one_click_unsubscribe_url: z.optional(text.check(withoutNul)),
    sanitise_content_for: z.optional(z.array(whole)),
    ...forEveryType,
  })
  .check(timesInOrder, sanitisesTexts);

const sms = z
  .strictObject({
    type: z.literal('sms'),
    template_id: id,
    phone_number: recipient,
    personalisation: z.optional(personalisation),
    sms_sender_id: z.optional(id),
    ...forEveryType,
  })
  .check(timesInOrder);

const letter = z
  .strictObject({
    type: z.literal('letter'),
    template_id: id,
    personalisation: letterPersonalisation,
    ...forEveryType,
  })
  .check(timesInOrder);

const precompiledLetter = z
  .strictObject({
    type: z.literal('precompiled_letter'),
    content: text,
    postage: z.optional(z.enum(['first', 'second', 'economy'])),
    ...forEveryType,
  })
  .check(timesInOrder);

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

interface Fault {
  readonly path: readonly string[];
  readonly message: string;
}

/** What in a personalisation Notify would not get as it was meant. Its size is within bounds by then. */
function faultsIn(value: unknown, path: readonly string[] = []): readonly Fault[] {
  if (typeof value === 'string') return isHalved(value) ? [{ path, message: halved }] : [];
  if (typeof value === 'number') return losesDigits(value) ? [{ path: [], message: inexact }] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [
    ...(isHalved(name) ? [{ path, message: 'must have names of whole characters (one holds a lone surrogate)' }] : []),
    ...faultsIn(inner, [...path, name]),
  ]);
}

const textsIn = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
};

function isHalved(value: string): boolean {
  return /\p{Surrogate}/u.test(value);
}

/** By the time that JSON is read, it is another number. */
const losesDigits = (value: number): boolean => Math.abs(value) > Number.MAX_SAFE_INTEGER;

/** A name as Notify compares names. */
const looseKey = (name: string): string => name.replaceAll(/[ _-]/g, '').toLowerCase();

const addressField = /^(?:addressline[1-7]|postcode)$/;
