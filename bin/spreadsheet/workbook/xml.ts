import type { Readable } from 'node:stream';
import { SaxesParser } from 'saxes';

export type Attributes = Readonly<Record<string, string>>;

/** What is done with the parts of an XML document, as they come. */
export interface XmlHandler {
  open?(name: string, attributes: Attributes): void;
  text?(text: string): void;
  close?(name: string): void;
}

/**
 * Reads XML in a stream, and gives on whatever the handler puts out.
 * @param handlerFor makes the handler, which puts out by calling what it is given
 * @param nameOf shortens names, which the handler and its attributes have without their prefix by default
 * @throws Error when it is no XML
 */
export async function* readXml<Item = never>(
  stream: Readable,
  handlerFor: (put: (item: Item) => void) => XmlHandler,
  nameOf: (name: string) => string = withoutPrefix,
): AsyncGenerator<Item> {
  const items: Item[] = [];
  const handler = handlerFor((item) => items.push(item));
  const parser = new SaxesParser();
  parser.on('opentag', ({ name, attributes }) => handler.open?.(nameOf(name), renamed(attributes, nameOf)));
  parser.on('text', (text) => handler.text?.(text));
  parser.on('cdata', (text) => handler.text?.(text));
  parser.on('closetag', ({ name }) => handler.close?.(nameOf(name)));
  const decoder = new TextDecoder('utf-8', { fatal: true });
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    parser.write(decoder.decode(chunk, { stream: true }));
    yield* items.splice(0);
  }
  parser.write(decoder.decode()).close();
  yield* items.splice(0);
}

/** All that the handler puts out. */
export async function readWholeXml<Item>(
  stream: Readable,
  handlerFor: (put: (item: Item) => void) => XmlHandler,
): Promise<Item[]> {
  const found: Item[] = [];
  for await (const item of readXml(stream, handlerFor)) found.push(item);
  return found;
}

const withoutPrefix = (name: string): string => name.slice(name.indexOf(':') + 1);

function renamed(attributes: Attributes, nameOf: (name: string) => string): Attributes {
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [nameOf(name), value]));
}
