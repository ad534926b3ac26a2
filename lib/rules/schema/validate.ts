import { isObject } from '../python/read-json';
import { pythonRepr } from '../python/text';
import { validationError } from '../refusal';
import type { JsonType, ObjectSchema, PropertySchema } from './schema';

/**
 * Refuses a value that breaks the schema, with every error in Notify's order and words.
 *
 * @param now milliseconds since the epoch, for the formats that look at the clock
 */
export function validate(value: unknown, schema: ObjectSchema, now: number): Record<string, unknown> {
  if (!isObject(value)) throw validationError([`${quoteless(value)} is not of type object`]);
  const messages = schemaErrors(value, schema, now);
  if (messages.length > 0) throw validationError(messages);
  return value;
}

function schemaErrors(value: Readonly<Record<string, unknown>>, schema: ObjectSchema, now: number): string[] {
  const has = (name: string) => Object.hasOwn(value, name);
  const messages = Object.entries(schema.properties)
    .filter(([name]) => has(name))
    .flatMap(([name, property]) => propertyErrors(name, value[name], property, now));
  for (const name of schema.required ?? []) if (!has(name)) messages.push(`${name} is a required property`);
  if (!schema.additionalProperties) messages.push(...additionalErrors(Object.keys(value), schema));
  if (schema.notTogether?.properties.every(has)) messages.push(schema.notTogether.message);
  return messages;
}

function propertyErrors(name: string, value: unknown, schema: PropertySchema, now: number): string[] {
  const errors = [...typeErrors(value, schema), ...textErrors(value, schema, now), ...enumErrors(value, schema)];
  if (errors.length > 0 && schema.validationMessage !== undefined) return [`${name} ${schema.validationMessage}`];
  return errors.map((error) => `${name} ${error}`);
}

function typeErrors(value: unknown, { type = [] }: PropertySchema): string[] {
  const types = [type].flat();
  if (types.length === 0 || types.includes(jsonType(value))) return [];
  return [`${quoteless(value)} is not of type ${types.join(', ')}`];
}

function textErrors(value: unknown, { maxLength, format }: PropertySchema, now: number): string[] {
  if (typeof value !== 'string') return [];
  const tooLong = maxLength !== undefined && value.length > maxLength && Array.from(value).length > maxLength;
  const error = format?.(value, now);
  return [...(tooLong ? [`${quoteless(value)} is too long`] : []), ...(error === undefined ? [] : [error])];
}

function enumErrors(value: unknown, schema: PropertySchema): string[] {
  const { enum: allowed, itemEnum } = schema;
  const errors: string[] = [];
  if (allowed !== undefined && !isOneOf(value, allowed)) errors.push(notOneOf(value, allowed));
  if (itemEnum !== undefined && Array.isArray(value)) {
    errors.push(...value.filter((item) => !isOneOf(item, itemEnum)).map((item) => notOneOf(item, itemEnum)));
  }
  return errors;
}

function additionalErrors(names: readonly string[], { properties }: ObjectSchema): string[] {
  const extra = names.filter((name) => !Object.hasOwn(properties, name)).sort();
  if (extra.length === 0) return [];
  const verb = extra.length === 1 ? 'was' : 'were';
  return [`Additional properties are not allowed (${extra.map(quoteless).join(', ')} ${verb} unexpected)`];
}

function isOneOf(value: unknown, allowed: readonly string[]): boolean {
  return typeof value === 'string' && allowed.includes(value);
}

function notOneOf(value: unknown, allowed: readonly string[]): string {
  return `${quoteless(value)} is not one of [${allowed.join(', ')}]`;
}

/** Python's spelling of a value, from which Notify takes every apostrophe. */
function quoteless(value: unknown): string {
  return pythonRepr(value).replaceAll("'", '');
}

function jsonType(value: unknown): JsonType {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (isObject(value)) return 'object';
  const type = typeof value;
  return type === 'string' || type === 'boolean' ? type : 'number';
}
