import { isObject, notJson, readJson } from '../../rules/python/read-json';
import { isTruthy } from '../../rules/python/truth';
import { badRequest } from '../../rules/refusal';
import type { EndpointCall } from './call';

/** The body as JSON. What Python holds for false, even `0` or `[]`, counts as an empty object. */
export function readBody({ request }: EndpointCall): unknown {
  const body = readJson(request.body);
  if (body === notJson) throw badRequest('Invalid JSON supplied in POST data');
  return isTruthy(body) ? body : {};
}

/** The text of a property that the schema lets be a text or nothing. */
export function textOrNull(body: Readonly<Record<string, unknown>>, name: string): string | null {
  const value = body[name];
  return typeof value === 'string' ? value : null;
}

/** The personalisation, empty where there is none. */
export function personalisationOf(body: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const value = body['personalisation'];
  return isObject(value) ? value : {};
}
