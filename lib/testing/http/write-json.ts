import { Float } from '../../rules/python/float';
import { floatRepr } from '../../rules/python/text';

/** JSON as Notify's answers have it: keys sorted, no spaces, ASCII only. */
export function writeJson(value: unknown): string {
  return escapeBeyondAscii(write(value, ',', ':', true));
}

/** JSON as Python's `json.dumps` writes it, and Notify's callbacks have it: keys as they come, spaced, ASCII only. */
export function writeSpacedJson(value: unknown): string {
  return escapeBeyondAscii(write(value, ', ', ': ', false));
}

function write(value: unknown, comma: string, colon: string, sorted: boolean): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : writeFloat(value);
  if (typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  if (typeof value !== 'object') throw new TypeError(`a ${typeof value} cannot be written as JSON`);
  if (value instanceof Float) return writeFloat(value.value);
  if (Array.isArray(value)) return `[${value.map((item) => write(item, comma, colon, sorted)).join(comma)}]`;
  const keys = sorted ? Object.keys(value).sort() : Object.keys(value);
  const entries = new Map<string, unknown>(Object.entries(value));
  return `{${keys.map((key) => JSON.stringify(key) + colon + write(entries.get(key), comma, colon, sorted)).join(comma)}}`;
}

/** Python writes what JSON has no numbers for, too. */
function writeFloat(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity';
  return floatRepr(value);
}

function escapeBeyondAscii(json: string): string {
  return json.replace(/[^\0-~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
