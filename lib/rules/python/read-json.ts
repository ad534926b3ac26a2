import { decodeJson } from './decode-json';
import { Float } from './float';
import { hasNumber, markNumbers } from './json-numbers';

/** What stands for "this is no JSON", so that every JSON value can be an answer. */
export const notJson = Symbol('not JSON');

/**
 * Reads JSON as Notify does, whatever the content type says: bytes in UTF-8, UTF-16 or UTF-32, with a byte order mark or
 * without, and numbers as Python has them, `NaN` and `Infinity` among them.
 */
export function readJson(body: Buffer | string): unknown {
  const text = typeof body === 'string' ? body : decodeJson(body);
  if (text === undefined) return notJson;
  try {
    const value: unknown = JSON.parse(text);
    // Only numbers are read otherwise, and messages seldom hold any.
    return hasNumber(value) ? readWithNumbers(text) : value;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return /NaN|Infinity/.test(text) ? readWithNumbers(text) : notJson;
  }
}

function readWithNumbers(text: string): unknown {
  try {
    const { marked, numberOf } = markNumbers(text);
    return JSON.parse(marked, (_key, value: unknown) => numberOf(value) ?? value);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return notJson;
  }
}

/** Whether a value is a JSON object. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Float);
}
