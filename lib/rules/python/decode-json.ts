import { isUtf8 } from 'node:buffer';

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'utf-32le' | 'utf-32be';

interface Detected {
  readonly encoding: Encoding;
  /** Bytes of the byte order mark. */
  readonly mark: number;
}

/**
 * The text of a JSON body, or undefined where its bytes are none. The encoding shows in the byte order mark or, as JSON
 * begins with two ASCII characters, in which of the first four bytes are zero (RFC 4627, section 3).
 */
export function decodeJson(body: Buffer): string | undefined {
  const { encoding, mark } = detect(body);
  const content = body.subarray(mark);
  if (encoding === 'utf-8') return isUtf8(content) ? content.toString() : undefined;
  const width = encoding.startsWith('utf-16') ? 2 : 4;
  if (content.length % width !== 0) return undefined;
  const bigEndian = encoding.endsWith('be');
  return width === 2 ? fromUtf16(content, bigEndian) : fromUtf32(content, bigEndian);
}

function detect(body: Buffer): Detected {
  const [first = -1, second = -1, third = -1, fourth = -1] = body;
  if (first === 0xff && second === 0xfe && third === 0 && fourth === 0) return { encoding: 'utf-32le', mark: 4 };
  if (first === 0 && second === 0 && third === 0xfe && fourth === 0xff) return { encoding: 'utf-32be', mark: 4 };
  if (first === 0xff && second === 0xfe) return { encoding: 'utf-16le', mark: 2 };
  if (first === 0xfe && second === 0xff) return { encoding: 'utf-16be', mark: 2 };
  if (first === 0xef && second === 0xbb && third === 0xbf) return { encoding: 'utf-8', mark: 3 };
  return { encoding: byZeros(body), mark: 0 };
}

function byZeros(body: Buffer): Encoding {
  const [first, second, third, fourth] = body;
  if (body.length >= 4) {
    if (first === 0) return second === 0 ? 'utf-32be' : 'utf-16be';
    if (second === 0) return third === 0 && fourth === 0 ? 'utf-32le' : 'utf-16le';
  }
  if (body.length === 2 && first === 0) return 'utf-16be';
  return body.length === 2 && second === 0 ? 'utf-16le' : 'utf-8';
}

function fromUtf16(content: Buffer, bigEndian: boolean): string {
  return (bigEndian ? Buffer.from(content).swap16() : content).toString('utf16le');
}

function fromUtf32(content: Buffer, bigEndian: boolean): string | undefined {
  const characters: string[] = [];
  for (let index = 0; index < content.length; index += 4) {
    const point = bigEndian ? content.readUInt32BE(index) : content.readUInt32LE(index);
    if (point > 0x10ffff) return undefined;
    characters.push(String.fromCodePoint(point));
  }
  return characters.join('');
}
