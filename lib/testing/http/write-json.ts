/** A number that Python holds as a float, so that `0` is written `0.0`. */
export class Float {
  constructor(readonly value: number) {}
}

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
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'object') throw new TypeError(`a ${typeof value} cannot be written as JSON`);
  if (value instanceof Float) return Number.isInteger(value.value) ? `${value.value}.0` : String(value.value);
  if (Array.isArray(value)) return `[${value.map((item) => write(item, comma, colon, sorted)).join(comma)}]`;
  const keys = sorted ? Object.keys(value).sort() : Object.keys(value);
  const entries = new Map<string, unknown>(Object.entries(value));
  return `{${keys.map((key) => JSON.stringify(key) + colon + write(entries.get(key), comma, colon, sorted)).join(comma)}}`;
}

function escapeBeyondAscii(json: string): string {
  return json.replace(/[^\0-~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
