import { randomUUID } from 'node:crypto';
import { describeIssues } from '../contract/describe-issues';
import { messageSchemas } from '../contract/message';
import { checkQueueMessage } from '../contract/parse-message';
import type { MessageType, QueueMessage } from '../contract/queue-message';
import { changedByJson } from './changed-by-json';
import { InvalidMessageError } from './errors';
import type { MessageToPublish } from './messages';

/** A message that is known under a key, whether the caller gave it one or not. */
export type KeyedMessage = QueueMessage & { readonly idempotency_key: string };

/**
 * The queue message that a caller's message becomes: Notify's names are ours in snake_case.
 * @throws InvalidMessageError that names every field which is wrong as the caller spells it.
 */
export function queueMessageOf({ priority: _priority, ...fields }: MessageToPublish): KeyedMessage {
  refuseNotifysNames(fields);
  const given = Object.entries(fields).filter(([, value]) => value !== undefined);
  if (fields.idempotencyKey === undefined) given.push(['idempotencyKey', randomUUID()]);
  const message = Object.fromEntries(given.map(([name, value]) => [inSnakeCase(name), valueOf(name, value)]));
  const spell = (field: string): string => asGiven(field, fields);
  const checked = checkQueueMessage(message, spell);
  if (!checked.ok) throw new InvalidMessageError(checked.reason);
  const path = changedByJson(message);
  if (path) throw new InvalidMessageError(describeIssues([{ ...notJson, path: [...path] }], 'the message', spell));
  return checked.message as KeyedMessage;
}

const notJson = {
  code: 'custom',
  message: 'must be what JSON can say: text, a finite number, true, false, null, or a list or plain object of these',
} as const;

/** The fields of each type that Notify spells in another way. They are the same for every message. */
const notifysNames: Readonly<Partial<Record<MessageType, readonly string[]>>> = Object.fromEntries(
  Object.entries(messageSchemas).map(([type, { shape }]) => [
    type,
    Object.keys(shape).filter((name) => name.includes('_')),
  ]),
);

/** In Notify's spelling a field might stand beside its own in ours, and what one of the two says would be lost. */
function refuseNotifysNames(fields: { readonly type: MessageType; readonly [name: string]: unknown }): void {
  const wrong = (notifysNames[fields.type] ?? []).filter((name) => fields[name] !== undefined);
  if (wrong.length === 0) return;
  throw new InvalidMessageError(
    wrong.map((name) => `unknown field ${name}; it is ${inCamelCase(name)} here`).join('; '),
  );
}

function valueOf(name: string, value: unknown): unknown {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'no date' : value.toISOString();
  return name === 'content' && value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value;
}

const inCamelCase = (name: string): string => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
/** What a message has most of, so that it is not spelled anew for each. */
const knownNames = new Map(
  Object.values(notifysNames)
    .flat()
    .map((name) => [inCamelCase(name), name]),
);
const inSnakeCase = (name: string): string =>
  knownNames.get(name) ?? name.replace(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`);

/** A field's name as it was given, or would have been. */
const asGiven = (field: string, fields: object): string =>
  Object.keys(fields).find((name) => inSnakeCase(name) === field) ?? inCamelCase(field);
