import { Float } from '../../rules/python/float';
import { crash } from '../../rules/refusal';

/** What Python's `int()` makes of a JSON value; undefined where it raises a ValueError, a crash where it raises more. */
export function pythonInt(value: unknown): number | undefined {
  if (typeof value === 'boolean') return Number(value);
  if (typeof value === 'string') {
    return /^\s*[+-]?\d+(?:_\d+)*\s*$/.test(value) ? Number(value.replaceAll('_', '')) : undefined;
  }
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof Float) return value.value;
  if (typeof value !== 'number') throw crash('TypeError');
  if (!Number.isFinite(value)) throw crash('OverflowError');
  return Math.trunc(value);
}
