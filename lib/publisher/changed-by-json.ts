/** Where in a value something is. */
export type Path = readonly (string | number)[];

/**
 * Where in a value the first thing is that JSON would change without a word, if there is any: it leaves functions out,
 * makes `null` of what is no number and `{}` of a `Map`. An `undefined` of an object is left out, as it is everywhere, and
 * what has its own text for JSON, as a date has, goes as that.
 *
 * @param value not nested without end
 */
export function changedByJson(value: unknown): Path | undefined {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return undefined;
    case 'number':
      return Number.isFinite(value) ? undefined : [];
    case 'object':
      return value === null ? undefined : changedWithin(value);
    default:
      return [];
  }
}

function changedWithin(value: object): Path | undefined {
  if (hasToJson(value)) return typeof value.toJSON() === 'string' ? undefined : [];
  if (Array.isArray(value)) return firstOf(value.entries());
  if (!isPlain(value)) return [];
  return firstOf(Object.entries(value).filter(([, inner]) => inner !== undefined));
}

/** Zod leaves `__proto__` out, and so does a copy of an object field by field. */
function firstOf(entries: Iterable<readonly [string | number, unknown]>): Path | undefined {
  for (const [name, inner] of entries) {
    const path = name === '__proto__' ? [] : changedByJson(inner);
    if (path) return [name, ...path];
  }
  return undefined;
}

const hasToJson = (value: object): value is { toJSON(): unknown } =>
  'toJSON' in value && typeof value.toJSON === 'function';

/** Of this realm or another. What is more than its fields, such as a `Map`, is less in JSON. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
