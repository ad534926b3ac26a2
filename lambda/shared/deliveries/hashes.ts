import { createHmac, type Hmac } from 'node:crypto';
import { envelopeFields, type QueueMessage } from '../../../lib/contract/message';
import { halfOf, recipientHash } from '../../../lib/contract/recipient-hash';
import { recipientOf } from './recipient';

export interface Hashes {
  readonly fingerprint: string;
  readonly recipient_hash?: string;
}

/** Stands for the message and its recipient in the record, which holds neither. The key is the pipeline's own. */
export function hashesOf(message: QueueMessage, key: string): Hashes {
  const recipient = recipientOf(message);
  const content = createHmac('sha256', key);
  add(content, contentOf(message));
  return {
    fingerprint: halfOf(content),
    ...(recipient === undefined ? {} : { recipient_hash: recipientHash(recipient, key) }),
  };
}

/** What Notify would be sent. When and how long to try is not part of it: a caller's second try may differ there. */
function contentOf(message: QueueMessage): object {
  return Object.fromEntries(Object.entries(message).filter(([field]) => !envelopeFields.includes(field)));
}

/**
 * Adds a value to a hash, the same in whatever order its fields come and with no copy of it: it may be megabytes. Each text
 * has its length before it, so that no two values add the same.
 */
function add(hash: Hmac, value: unknown): void {
  if (typeof value === 'string') hash.update(`${value.length}:`).update(value);
  else if (Array.isArray(value)) {
    hash.update(`[${value.length}:`);
    for (const inner of value) add(hash, inner);
  } else if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value).filter(([, inner]) => inner !== undefined);
    hash.update(`{${fields.length}:`);
    for (const [name, inner] of fields.sort(([a], [b]) => (a < b ? -1 : 1))) {
      add(hash, name);
      add(hash, inner);
    }
  } else hash.update(`${JSON.stringify(value)};`);
}
