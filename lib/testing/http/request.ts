/** One request as it reached the stand-in. */
export interface NotifyRequest {
  readonly method: string;
  /** With the query string, as it came. */
  readonly target: string;
  /** Scheme and host it was called on, with a slash at the end: what absolute URLs in answers begin with. */
  readonly root: string;
  /** The `Authorization` header. */
  readonly authorization: string | undefined;
  readonly traceId: string | undefined;
  readonly spanId: string | undefined;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The port it came in on; undefined where it came without a socket. */
  readonly port?: number | undefined;
  readonly body: Buffer | string;
  /** Whether the body was too big to be kept: then it is empty. */
  readonly bodyLeftOut?: boolean;
}

/** The path with its escapes undone, without the query string. */
export function pathOf({ target }: Pick<NotifyRequest, 'target'>): string {
  const end = target.indexOf('?');
  const path = end === -1 ? target : target.slice(0, end);
  if (!path.includes('%')) return path;
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** The query string's values by name, names in the order of their first appearance. */
export function queryOf({ target }: NotifyRequest): Record<string, string[]> {
  const start = target.indexOf('?');
  const query = new Map<string, string[]>();
  if (start === -1) return {};
  for (const pair of target.slice(start + 1).split('&')) {
    if (pair === '') continue;
    const [name = '', ...rest] = pair.split('=').map(undoEscapes);
    const value = pair.includes('=') ? rest.join('=') : '';
    const values = query.get(name);
    if (values === undefined) query.set(name, [value]);
    else values.push(value);
  }
  return Object.fromEntries(query);
}

/** What stands in a query string, with its escapes undone; bytes that are no UTF-8 stay escaped. */
function undoEscapes(escaped: string): string {
  const spaced = escaped.replaceAll('+', ' ');
  if (!/%[0-9a-f]{2}/i.test(spaced)) return spaced;
  const bytes = Buffer.from(spaced)
    .toString('latin1')
    .replace(/%([0-9a-f]{2})/gi, (_escape, byte: string) => String.fromCharCode(Number.parseInt(byte, 16)));
  return bytes.replace(utf8OrByte, (found, byte: string | undefined) =>
    byte === undefined ? Buffer.from(found, 'latin1').toString() : `%${byte.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** Bytes of a text in UTF-8, or one that is not; each written as the character of its number. */
const utf8OrByte = new RegExp(
  [
    '[\\0-\\x7f]+',
    '[\\xc2-\\xdf][\\x80-\\xbf]',
    '(?:\\xe0[\\xa0-\\xbf]|[\\xe1-\\xec\\xee\\xef][\\x80-\\xbf]|\\xed[\\x80-\\x9f])[\\x80-\\xbf]',
    '(?:\\xf0[\\x90-\\xbf]|[\\xf1-\\xf3][\\x80-\\xbf]|\\xf4[\\x80-\\x8f])[\\x80-\\xbf]{2}',
    '([\\x80-\\xff])',
  ].join('|'),
  'g',
);

/** A query string in Notify's spelling: `+` for a space, and `/`, `:` and their like as they are. */
export function writeQuery(query: Readonly<Record<string, string | readonly string[]>>): string {
  const pairs = Object.entries(query).flatMap(([name, values]) =>
    [values].flat().map((value) => [name, value] as const),
  );
  if (pairs.length === 0) return '';
  return `?${pairs.map(([name, value]) => `${escape(name)}=${escape(value)}`).join('&')}`;
}

function escape(text: string): string {
  const escaped = encodeURIComponent(text);
  return escaped.replace(/%(?:2C|2F|3A|3B|3F|40|24|20)/g, (code) => kept.get(code) ?? code);
}

const kept = new Map([
  ['%20', '+'],
  ['%24', '$'],
  ['%2C', ','],
  ['%2F', '/'],
  ['%3A', ':'],
  ['%3B', ';'],
  ['%3F', '?'],
  ['%40', '@'],
]);
