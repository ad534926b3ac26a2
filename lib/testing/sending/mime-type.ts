import { isUtf8 } from 'node:buffer';
import { isObject, readJson } from '../../rules/python/read-json';

/** What files of a type begin with. */
const beginnings: readonly (readonly [string, Buffer])[] = [
  ['application/pdf', Buffer.from('%PDF-')],
  ['image/png', Buffer.from('89504e470d0a1a0a', 'hex')],
  ['image/jpeg', Buffer.from('ffd8ff', 'hex')],
  ['image/gif', Buffer.from('GIF8')],
  ['application/rtf', Buffer.from('{\\rtf')],
  // What Office wrote before 2007.
  ['application/msword', Buffer.from('d0cf11e0a1b11ae1', 'hex')],
  ['application/gzip', Buffer.from('1f8b', 'hex')],
];

/** A name that only files of a type hold, of those that are ZIP archives inside. */
const archives: readonly (readonly [string, string])[] = [
  ['application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'word/'],
  ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'xl/'],
  ['application/vnd.oasis.opendocument.text', 'application/vnd.oasis.opendocument.text'],
];

/** The type of a file by its content alone, for a file that was given no name. */
export function mimeTypeOf(content: Buffer): string {
  const [byBeginning] =
    beginnings.find(([, beginning]) => content.subarray(0, beginning.length).equals(beginning)) ?? [];
  if (byBeginning !== undefined) return byBeginning;
  if (content.subarray(0, 4).equals(Buffer.from('PK\u0003\u0004'))) {
    return archives.find(([, name]) => content.includes(name))?.[0] ?? 'application/zip';
  }
  if (content.includes(0) || !isUtf8(content)) return 'application/octet-stream';
  const json = readJson(content);
  return isObject(json) || Array.isArray(json) ? 'application/json' : 'text/plain';
}
