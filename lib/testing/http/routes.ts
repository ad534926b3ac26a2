import { oldEnvelope } from './errors';
import type { Reply } from './answer';

/** The routes the stand-in knows, as they are named in faults and counts. */
export type Route = ApiRoute | '/_status' | '/service/…';

/** The routes of Notify's API. */
export type ApiRoute =
  | '/v2/notifications'
  | '/v2/notifications/{type}'
  | '/v2/notifications/{id}'
  | '/v2/notifications/{id}/pdf'
  | '/v2/template/{id}'
  | '/v2/template/{id}/version/{version}'
  | '/v2/template/{id}/preview'
  | '/v2/templates'
  | '/v2/received-text-messages';

interface Pattern {
  /** `*` stands for one segment of any text, `#` for a whole number, `$` for a UUID. */
  readonly segments: readonly string[];
  readonly get?: Route;
  readonly post?: Route;
}

const patterns: readonly Pattern[] = [
  { segments: ['v2', 'notifications'], get: '/v2/notifications' },
  { segments: ['v2', 'notifications', '*'], get: '/v2/notifications/{id}', post: '/v2/notifications/{type}' },
  { segments: ['v2', 'notifications', '*', 'pdf'], get: '/v2/notifications/{id}/pdf' },
  { segments: ['v2', 'template', '*'], get: '/v2/template/{id}' },
  { segments: ['v2', 'template', '*', 'version', '#'], get: '/v2/template/{id}/version/{version}' },
  { segments: ['v2', 'template', '*', 'preview'], post: '/v2/template/{id}/preview' },
  { segments: ['v2', 'templates'], get: '/v2/templates' },
  { segments: ['v2', 'received-text-messages'], get: '/v2/received-text-messages' },
  { segments: [''], get: '/_status' },
  { segments: ['_status'], get: '/_status', post: '/_status' },
  // Paths for the website alone. An official client calls the one for the versions of a template.
  { segments: ['service'], get: '/service/…', post: '/service/…' },
  { segments: ['service', '$'], get: '/service/…', post: '/service/…' },
  { segments: ['service', '$', 'api-keys'], get: '/service/…' },
  { segments: ['service', '$', 'api-key'], post: '/service/…' },
  { segments: ['service', '$', 'users'], get: '/service/…' },
  { segments: ['service', '$', 'notifications'], get: '/service/…', post: '/service/…' },
  { segments: ['service', '$', 'notifications', '$'], get: '/service/…' },
  { segments: ['service', '$', 'template'], get: '/service/…', post: '/service/…' },
  { segments: ['service', '$', 'template', '$'], get: '/service/…', post: '/service/…' },
  { segments: ['service', '$', 'template', '$', 'version', '#'], get: '/service/…' },
  { segments: ['service', '$', 'template', '$', 'versions'], get: '/service/…' },
];

/**
 * Where a request goes: to an endpoint, to what is the website's alone or open to everybody, to the list of methods a
 * path knows, to another path, or nowhere.
 */
export type Destination =
  | { readonly to: 'endpoint'; readonly route: ApiRoute; readonly parameters: readonly string[] }
  | { readonly to: 'website'; readonly route: '/service/…' }
  | { readonly to: 'status'; readonly route: '/_status' }
  | { readonly to: 'options'; readonly allow: string; readonly isOpen: boolean }
  | { readonly to: 'path'; readonly path: string }
  | { readonly to: 'nowhere'; readonly reply: Reply };

export function findRoute(method: string, path: string): Destination {
  const found = findPattern(method, path);
  if (found !== undefined) return found;
  if (!path.includes('//')) return nowhere;
  // A slash too many is put right, where that leads to what takes the method.
  const merged = path.replaceAll('//', '/');
  const meant = findPattern(method, merged);
  if (meant === undefined) return nowhere;
  return meant.to === 'nowhere' ? meant : { to: 'path', path: merged };
}

function findPattern(method: string, path: string): Destination | undefined {
  const segments = path.split('/').slice(1);
  const pattern = path.startsWith('/') ? patterns.find((candidate) => matches(candidate, segments)) : undefined;
  if (pattern === undefined) return undefined;
  const route = method === 'POST' ? pattern.post : method === 'GET' || method === 'HEAD' ? pattern.get : undefined;
  if (route === '/_status') return { to: 'status', route };
  if (route === '/service/…') return { to: 'website', route };
  if (route !== undefined) {
    return { to: 'endpoint', route, parameters: segments.filter((_, index) => isParameter(pattern.segments[index])) };
  }
  const allow = [...(pattern.get ? ['GET', 'HEAD'] : []), 'OPTIONS', ...(pattern.post ? ['POST'] : [])].join(', ');
  if (method !== 'OPTIONS') return { to: 'nowhere', reply: wrongMethod(allow) };
  return { to: 'options', allow, isOpen: pattern.get === '/_status' };
}

function matches({ segments }: Pattern, given: readonly string[]): boolean {
  return segments.length === given.length && segments.every((segment, index) => fits(segment, given[index] ?? ''));
}

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function fits(segment: string, given: string): boolean {
  if (segment === '*') return given !== '';
  if (segment === '$') return uuid.test(given);
  return segment === '#' ? /^\d+$/.test(given) : segment === given;
}

function isParameter(segment: string | undefined): boolean {
  return segment === '*' || segment === '#' || segment === '$';
}

const nowhere: Destination = {
  to: 'nowhere',
  reply: oldEnvelope(
    404,
    'The requested URL was not found on the server. If you entered the URL manually please check your spelling and try again.',
  ),
};

function wrongMethod(allow: string): Reply {
  return {
    ...oldEnvelope(405, 'The method is not allowed for the requested URL.'),
    // Notify says so although the body is JSON.
    contentType: 'text/html; charset=utf-8',
    headers: ['Allow', allow],
  };
}
