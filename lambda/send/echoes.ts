import type { QueueMessage } from '../../lib/contract/message';
import { NotifyApiError } from '../../lib/notify';
import { missingPersonalisation } from '../shared/notify/missing-personalisation';

/** No name of a placeholder is longer. */
const longestName = 200;
/** A value that is shorter is in every other word. */
const shortestPart = 4;

/** An error of Notify's as it came, but that no name of a placeholder in it repeats a value of the message. */
export function withoutEchoes(error: unknown, message: QueueMessage): unknown {
  if (!(error instanceof NotifyApiError)) return error;
  if (!error.details.some((entry) => missingPersonalisation(entry.message) !== undefined)) return error;
  const values = [...new Set(valuesIn(message))];
  const isShown = (name: string): boolean => {
    const folded = fold(name);
    return !values.some((value) => value === folded || (value.length >= shortestPart && folded.includes(value)));
  };
  const details = error.details.map((entry) => ({
    ...entry,
    message: missingPersonalisation(entry.message, isShown) ?? entry.message,
  }));
  return new NotifyApiError(error.status, details, error.traceId);
}

const fold = (text: string): string => text.trim().toLowerCase();

/** The values that a message holds, as far as they are short enough to be in a name. */
function valuesIn(value: unknown): readonly string[] {
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(valuesIn);
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  return text === '' || text.length > longestName ? [] : [fold(text)];
}
