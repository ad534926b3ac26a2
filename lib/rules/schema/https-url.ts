import { isIPv6 } from 'node:net';

const unreservedAndMore = "A-Za-z0-9._~!$&'()*+,;=\\-";
const escaped = '%[0-9A-Fa-f]{2}';
const pathCharacter = `(?:[${unreservedAndMore}:@]|${escaped})`;
const userCharacter = `(?:[${unreservedAndMore}:]|${escaped})`;
const hostCharacter = `(?:[${unreservedAndMore}]|${escaped})`;
const ipLiteral = `\\[(?:(?<address>[0-9A-Fa-f:.]+)|v[0-9A-Fa-f]+\\.[${unreservedAndMore}:]+)\\]`;
const authority = `//(?:${userCharacter}*@)?(?:${ipLiteral}|${hostCharacter}*)(?::[0-9]*)?(?:/${pathCharacter}*)*`;
const path = `/?(?:${pathCharacter}+(?:/${pathCharacter}*)*)?`;
const afterPath = `(?:${pathCharacter}|[/?])*`;

/** A URI of RFC 3986 whose scheme begins with `https`, in lower case. */
// As in Python, the end may be before a last line break.
const pattern = new RegExp(
  `^https[A-Za-z0-9+.\\-]*:(?:${authority}|${path})(?:\\?${afterPath})?(?:#${afterPath})?\\n?$`,
);

/** What Notify takes for a one-click unsubscribe URL: even `https:` alone. */
export function isHttpsUrl(text: string): boolean {
  const match = pattern.exec(text);
  const address = match?.groups?.['address'];
  return match !== null && (address === undefined || isIPv6(address));
}
