import { createHmac } from 'node:crypto';
import { envelopeFields, type QueueMessage } from '../../../lib/contract/message';
import { recipientOf } from './recipient';

export interface Hashes {
  readonly fingerprint: string;
  readonly recipient_hash?: string;
}

/** Stands for the message and its recipient in the record, which holds neither. The key is the pipeline's own. */
export function hashesOf(message: QueueMessage, key: string): Hashes {
  const recipient = recipientOf(message);
  return {
    fingerprint: hash(canonical(contentOf(message)), key),
    ...(recipient === undefined ? {} : { recipient_hash: hash(recipient, key) }),
  };
}

/** Half of a SHA-256 is far more than enough, and keeps the item small. */
const hash = (text: string, key: string): string =>
  createHmac('sha256', key).update(text).digest().subarray(0, 16).toString('base64url');

/** What Notify would be sent. When and how long to try is not part of it: a caller's second try may differ there. */
function contentOf(message: QueueMessage): object {
  return Object.fromEntries(Object.entries(message).filter(([field]) => !envelopeFields.includes(field)));
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_name, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
