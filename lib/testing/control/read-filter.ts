import type { MessageFilter } from '../storage/message-filter';

/** What a request asks for wrongly: the name in the query string, and what is wrong with it. */
export interface WrongParameter {
  readonly name: string;
  readonly message: string;
}

const texts = ['q', 'to', 'reference', 'template', 'service', 'before'] as const;

/** The values that a filter takes one of. */
export const choices = {
  type: ['email', 'sms', 'letter'],
  key: ['live', 'team', 'test'],
  status: [
    'created',
    'sending',
    'sent',
    'pending',
    'delivered',
    'failed',
    'temporary-failure',
    'permanent-failure',
    'technical-failure',
    'accepted',
    'received',
    'pending-virus-check',
    'virus-scan-failed',
    'validation-failed',
    'cancelled',
    'returned-letter',
  ],
} as const;

const known = [...texts, ...Object.keys(choices), 'limit'];

/**
 * Reads a filter from a query string: of a value that is repeated the first counts. Empty values are wrong, because somebody who
 * asks for the messages to nobody does not want all.
 */
export function readFilter(query: Readonly<Record<string, readonly string[]>>): {
  readonly filter: MessageFilter;
  readonly wrong: readonly WrongParameter[];
} {
  const wrong: WrongParameter[] = [];
  const filter: Record<string, string | number> = {};
  for (const [name, [value = '']] of Object.entries(query)) {
    const message = whatIsWrong(name, value);
    if (message !== undefined) wrong.push({ name, message });
    else filter[name] = name === 'limit' ? Number(value) : value;
  }
  return { filter, wrong };
}

function whatIsWrong(name: string, value: string): string | undefined {
  if (!known.includes(name)) return `there is no filter ${name}; there are ${known.join(', ')}`;
  if (value === '') return `${name} is empty; give a value or leave it out`;
  if (name === 'limit') return /^[1-9]\d{0,8}$/.test(value) ? undefined : `limit must be a whole number from 1 on`;
  if (name !== 'type' && name !== 'key' && name !== 'status') return undefined;
  const allowed: readonly string[] = choices[name];
  return allowed.includes(value) ? undefined : `${name} must be one of ${allowed.join(', ')}`;
}

/** A form sends its empty fields too, which ask for nothing. */
export function withoutEmpty(query: Readonly<Record<string, readonly string[]>>): Record<string, readonly string[]> {
  return Object.fromEntries(Object.entries(query).filter(([, [value]]) => value !== undefined && value !== ''));
}
