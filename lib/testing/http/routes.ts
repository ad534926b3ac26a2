import { oldEnvelope } from './errors';
import type { Reply } from './answer';

/** The routes the stand-in knows, as they are named in faults and counts. */
export type Route =
  | '/v2/notifications'
  | '/v2/notifications/{type}'
  | '/v2/notifications/{id}'
  | '/v2/notifications/{id}/pdf'
  | '/v2/template/{id}'
  | '/v2/template/{id}/version/{version}'
  | '/v2/template/{id}/preview'
  | '/v2/templates'
  | '/v2/received-text-messages'
  | '/service/…';

interface Pattern {
  /** `*` stands for one segment of any text, `#` for a whole number. */
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
  // The one path outside v2 that an official client calls: it is for the website alone.
  { segments: ['service', '*', 'template', '*', 'versions'], get: '/service/…' },
];

/** Where a request goes: to an endpoint, to the list of methods a path knows, or nowhere. */
export type Destination =
  | { readonly to: 'endpoint'; readonly route: Route; readonly parameters: readonly string[] }
  | { readonly to: 'options'; readonly allow: string }
  | { readonly to: 'nowhere'; readonly reply: Reply };

export function findRoute(method: string, path: string): Destination {
  const segments = path.split('/').slice(1);
  const pattern = path.startsWith('/') ? patterns.find((candidate) => matches(candidate, segments)) : undefined;
  if (pattern === undefined) return { to: 'nowhere', reply: unknownPath };
  const route = method === 'POST' ? pattern.post : method === 'GET' || method === 'HEAD' ? pattern.get : undefined;
  if (route !== undefined) {
    return { to: 'endpoint', route, parameters: segments.filter((_, index) => isParameter(pattern.segments[index])) };
  }
  const allow = [...(pattern.get ? ['GET', 'HEAD'] : []), 'OPTIONS', ...(pattern.post ? ['POST'] : [])].join(', ');
  return method === 'OPTIONS' ? { to: 'options', allow } : { to: 'nowhere', reply: wrongMethod(allow) };
}

function matches({ segments }: Pattern, given: readonly string[]): boolean {
  return segments.length === given.length && segments.every((segment, index) => fits(segment, given[index] ?? ''));
}

function fits(segment: string, given: string): boolean {
  if (segment === '*') return given !== '';
  return segment === '#' ? /^\d+$/.test(given) : segment === given;
}

function isParameter(segment: string | undefined): boolean {
  return segment === '*' || segment === '#';
}

const unknownPath = oldEnvelope(
  404,
  'The requested URL was not found on the server. If you entered the URL manually please check your spelling and try again.',
);

function wrongMethod(allow: string): Reply {
  return {
    ...oldEnvelope(405, 'The method is not allowed for the requested URL.'),
    // Notify says so although the body is JSON.
    contentType: 'text/html; charset=utf-8',
    headers: ['Allow', allow],
  };
}
