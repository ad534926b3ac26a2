import type * as z from 'zod/mini';
import { queueMessageSchema, type QueueMessage } from './message';

export type ParsedMessage = { ok: true; message: QueueMessage } | { ok: false; reason: string };

/** Reads a queue message from its JSON. A reason names the fields that are wrong and never shows their values. */
export function parseQueueMessage(body: string): ParsedMessage {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return { ok: false, reason: 'the message is not JSON; put one JSON object on the queue' };
  }
  return checkQueueMessage(json);
}

/** Checks a queue message that is already an object. `spell` says a field's name as whoever wrote the message knows it. */
export function checkQueueMessage(value: unknown, spell = (field: string): string => field): ParsedMessage {
  const result = queueMessageSchema.safeParse(value, { reportInput: true });
  if (result.success) return { ok: true, message: result.data };
  const faults = result.error.issues.slice(0, 10).map((issue) => describe(issue, spell));
  return { ok: false, reason: [...new Set(faults)].join('; ') };
}

function describe(issue: z.core.$ZodIssue, spell: (field: string) => string): string {
  const [outermost, ...inner] = issue.path.map((part) => shorten(String(part)));
  const field = outermost === undefined ? 'the message' : [spell(outermost), ...inner].join('.');
  switch (issue.code) {
    case 'unrecognized_keys':
      return `unknown ${issue.keys.length === 1 ? 'field' : 'fields'} ${issue.keys.slice(0, 10).map(shorten).map(spell).join(', ')}`;
    case 'invalid_union':
      return 'type must be one of email, sms, letter, precompiled_letter';
    case 'invalid_value':
      return `${field} must be one of ${issue.values.map(String).join(', ')}`;
    case 'invalid_type':
      return issue.input === undefined ? `${field} is missing` : `${field} must be ${article(issue.expected)}`;
    case 'too_small':
      return `${field} must not be empty`;
    case 'too_big':
      return `${field} must be at most ${String(issue.maximum)} characters`;
    case 'invalid_format':
      return `${field} must be a date and time with its offset, such as 2026-01-31T09:00:00Z`;
    default:
      return `${field} ${issue.message}`;
  }
}

/** Whole characters only, for the reason goes into the record. */
function shorten(name: string): string {
  const short = name.length > 64 ? `${name.slice(0, 64)}…` : name;
  return short.replace(/\p{Surrogate}/gu, '\u{fffd}');
}

const article = (type: string): string =>
  type === 'object' || type === 'array' ? `an ${type}` : type === 'record' ? 'an object' : `a ${type}`;
