import { randomUUID } from 'node:crypto';
import { Float } from './float';

/** Python refuses whole numbers of more digits. */
const mostDigits = 4300;

/** A string, or a run of what could be a number or a name. */
const tokens = /"[^"\\]*(?:\\.[^"\\]*)*"|[-+.\w]+/g;
const wholeNumber = /^-?(?:0|[1-9]\d*)$/;
const decimal = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const named: ReadonlyMap<string, number> = new Map([
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
]);

// Nobody outside can know it, so no text that was sent passes for a number.
const mark = randomUUID();

/** Whether a value that `JSON.parse` gave is or holds a number. */
export function hasNumber(value: unknown): boolean {
  if (typeof value === 'number') return true;
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).some(hasNumber);
}

/**
 * Puts a marked object in the place of every number in a JSON text, and gives what takes such an object back to the
 * number, as `JSON.parse` alone loses whether it was a float and its digits beyond 2^53. Undefined for any other value.
 * No string takes a number's place: it would pass where only a name may stand.
 */
export function markNumbers(text: string): { marked: string; numberOf: (value: unknown) => unknown } {
  const marked = text.replace(tokens, (token) => {
    const isNumber = decimal.test(token) || named.has(token);
    return isNumber ? `{"${mark}":"${token}"}` : token;
  });
  return { marked, numberOf };
}

function numberOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, mark)) return undefined;
  const [token] = Object.values(value);
  return readNumber(String(token));
}

function readNumber(token: string): number | bigint | Float {
  if (wholeNumber.test(token)) return readWholeNumber(token);
  const value = named.get(token) ?? Number(token);
  return Number.isInteger(value) ? new Float(value) : value;
}

function readWholeNumber(token: string): number | bigint {
  if (token.length > mostDigits + (token.startsWith('-') ? 1 : 0)) {
    throw new SyntaxError(`a whole number has more than ${mostDigits} digits: send it as a string`);
  }
  const value = Number(token);
  // Adding zero makes 0 of -0, which Python's whole numbers do not have.
  return Number.isSafeInteger(value) ? value + 0 : BigInt(token);
}
