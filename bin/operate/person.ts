import { addressFields } from '../../lambda/shared/deliveries/recipient';
import { foldRecipient, hashOf, type Recipient } from '../../lib/records/recipient';

/** How a message stands to a person: it is to them, it is to somebody else and mentions them, or it has nothing to do with them. */
export type Relation = 'theirs' | 'mentions them' | 'none';

/** Whom something is looked for of, in whatever spelling. */
export interface Person {
  readonly recipient: Recipient;
  /** What stands for them in the records. */
  readonly hash: string;
  /** What the content of a message has to do with them. */
  relationOf(content: string): Relation;
}

type Fields = Readonly<Record<string, unknown>>;

/** @param hashKey the pipeline's, by which its records name recipients */
export function personOf(recipient: Recipient, hashKey: string): Person {
  const folded = foldRecipient(recipient);
  const isThem = (other: Recipient): boolean => foldRecipient(other) === folded;
  const mentionsThem = mentioning(recipient, folded);

  function isTo(message: Fields): boolean {
    const { email_address, phone_number, personalisation } = message;
    if ('emailAddress' in recipient)
      return typeof email_address === 'string' && isThem({ emailAddress: email_address });
    if ('phoneNumber' in recipient) return typeof phone_number === 'string' && isThem({ phoneNumber: phone_number });
    const values = Object(personalisation) as Fields;
    return isThem({ addressLines: addressFields.flatMap((field) => textOf(values[field])) });
  }

  return {
    recipient,
    hash: hashOf(recipient, hashKey),
    relationOf: (content) => {
      const message = jsonOf(content);
      // What nobody can read is a message to nobody: if it names the person it is theirs.
      if (message === undefined) return mentionsThem(content) ? 'theirs' : 'none';
      if (isTo(Object(message) as Fields)) return 'theirs';
      return textsIn(message).some(mentionsThem) ? 'mentions them' : 'none';
    },
  };
}

/** Whether a text has a person's address or number in it, in whatever spelling. */
function mentioning(recipient: Recipient, folded: string): (text: string) => boolean {
  if ('emailAddress' in recipient) return (text) => text.replaceAll(/\s/g, '').toLowerCase().includes(folded);
  if ('phoneNumber' in recipient) {
    // Without the country's code, as it may be written with 0, 44 or 0044 before it.
    const number = folded.replace(/^44(?=\d{9,10}$)/, '');
    return (text) => text.replaceAll(/[\s().-]/g, '').includes(number);
  }
  const lines = folded.replaceAll('/', '');
  return (text) =>
    text
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}]/gu, '')
      .includes(lines);
}

/** The texts at any depth of a value, field names among them. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'number') return [String(value)];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [name, ...textsIn(inner)]);
}

const textOf = (value: unknown): readonly string[] =>
  typeof value === 'string' || typeof value === 'number' ? [String(value)] : [];

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
