import { randomUUID } from 'node:crypto';
import type { QueueMessage } from '../contract/message';
import { checkQueueMessage } from '../contract/parse-message';
import { InvalidMessageError } from './errors';
import type { MessageToPublish } from './messages';

/** A message that is known under a key, whether the caller gave it one or not. */
export type KeyedMessage = QueueMessage & { readonly idempotency_key: string };

/**
 * The queue message that a caller's message becomes: Notify's names are ours in snake_case.
 * @throws InvalidMessageError that names every field which is wrong as the caller spells it.
 */
export function queueMessageOf({ priority: _priority, ...fields }: MessageToPublish): KeyedMessage {
  const given = Object.entries({ ...fields, idempotencyKey: fields.idempotencyKey ?? randomUUID() })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => [inSnakeCase(name), valueOf(name, value)]);
  const checked = checkQueueMessage(Object.fromEntries(given), inCamelCase);
  if (!checked.ok) throw new InvalidMessageError(checked.reason);
  return checked.message as KeyedMessage;
}

function valueOf(name: string, value: unknown): unknown {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'no date' : value.toISOString();
  return name === 'content' && value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value;
}

const inSnakeCase = (name: string): string => name.replace(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`);
const inCamelCase = (name: string): string => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
