/**
 * A number that is a float to Python and would pass for a whole number in JavaScript: `1.0`, `-0.0` or `1e16`. Every
 * other float is a plain number, and so is a whole number that JavaScript holds exactly; a longer one is a `bigint`.
 */
export class Float {
  constructor(readonly value: number) {}
}

/** A JSON value with JavaScript's own numbers, for those who do not care how Python writes them. */
export function withPlainNumbers(value: unknown): unknown {
  if (value instanceof Float) return value.value;
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map(withPlainNumbers);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withPlainNumbers(item)]));
}
