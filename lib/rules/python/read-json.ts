import { isUtf8 } from 'node:buffer';

/** What stands for "this is no JSON", so that every JSON value can be an answer. */
export const notJson = Symbol('not JSON');

/** Reads JSON as Notify does, whatever the content type says; a byte order mark is passed over. */
export function readJson(body: Buffer | string): unknown {
  if (typeof body !== 'string' && !isUtf8(body)) return notJson;
  const text = body.toString();
  try {
    return JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
  } catch {
    return notJson;
  }
}

/** Whether a value is a JSON object. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
