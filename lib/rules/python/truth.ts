import { Float } from './float';

/**
 * Whether Python takes a JSON value for true: unlike JavaScript, it takes an empty list or object for false, and what is
 * not a number for true.
 */
export function isTruthy(value: unknown): boolean {
  if (value instanceof Float) return value.value !== 0;
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0;
  return Number.isNaN(value) || Boolean(value);
}
