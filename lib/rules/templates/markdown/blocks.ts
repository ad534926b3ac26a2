import { stripFinalNewlines } from '../../python/whitespace';
import { type Block, type LinkDefinition, type MarkdownDocument, definitionKey } from './document';
import { readFence } from './fences';
import { footnoteText } from './footnotes';
import * as leaf from './leaf-blocks';
import { listAt, listItems } from './lists';
import { readParagraph } from './paragraphs';
import * as patterns from './patterns';

/** Blocks nest this deep; what lies deeper is text. */
const deepest = 6;

/** What is gathered, and where the reader is, while a text is read. */
interface Reading {
  readonly links: Map<string, LinkDefinition>;
  readonly footnotes: Set<string>;
  readonly listDepth: number;
  readonly quoteDepth: number;
}

type Reader = (source: string, start: number, reading: Reading) => leaf.Found | undefined;

/** Reads the blocks of a Markdown text that `prepareMarkdown` has prepared. */
export function readBlocks(source: string): MarkdownDocument {
  const reading = { links: new Map(), footnotes: new Set<string>(), listDepth: 0, quoteDepth: 0 };
  return { blocks: readAll(source, anywhere, reading), links: reading.links, footnotes: reading.footnotes };
}

// The order decides: a text with dashes under it is a heading before it is an item of a list.
const anywhere: readonly Reader[] = [
  leaf.readEmptyLines,
  leaf.readRule,
  leaf.readIndentedCode,
  readFence,
  leaf.readHeading,
  leaf.readOpenTable,
  leaf.readUnderlinedHeading,
  readQuote,
  readList,
  readLinkDefinition,
  readFootnoteDefinition,
  leaf.readClosedTable,
  readParagraph,
];

const inItem: readonly Reader[] = [
  leaf.readEmptyLines,
  leaf.readIndentedCode,
  readFence,
  leaf.readUnderlinedHeading,
  leaf.readRule,
  readQuote,
  readList,
  leaf.readText,
];

const inFootnote: readonly Reader[] = [
  leaf.readEmptyLines,
  leaf.readIndentedCode,
  readFence,
  leaf.readHeading,
  leaf.readOpenTable,
  leaf.readUnderlinedHeading,
  leaf.readRule,
  readQuote,
  readList,
  leaf.readClosedTable,
  readParagraph,
];

function readAll(source: string, readers: readonly Reader[], reading: Reading): Block[] {
  const text = stripFinalNewlines(source);
  const blocks: Block[] = [];
  let position = 0;
  while (position < text.length) {
    const { block, end } = firstFound(readers, text, position, reading);
    if (block) blocks.push(block);
    position = end;
  }
  return blocks;
}

function firstFound(readers: readonly Reader[], text: string, start: number, reading: Reading): leaf.Found {
  for (const reader of readers) {
    const result = reader(text, start, reading);
    if (result) return result;
  }
  throw new Error('markdown could not be read: no rule fits a line of the text, so report this as a fault of ours');
}

function readQuote(source: string, start: number, reading: Reading): leaf.Found | undefined {
  const match = patterns.matchAt(patterns.quote, source, start);
  if (!match) return undefined;
  const quoteDepth = reading.quoteDepth + 1;
  if (quoteDepth > deepest) return leaf.found(match, { type: 'quote', blocks: [{ type: 'text', text: match[0] }] });
  const text = match[0].replaceAll(/(^|\n) *\^ ?/g, '$1');
  return leaf.found(match, { type: 'quote', blocks: readAll(text, anywhere, { ...reading, quoteDepth }) });
}

function readList(source: string, start: number, reading: Reading): leaf.Found | undefined {
  const list = listAt(source, start);
  if (!list) return undefined;
  const { ordered } = list;
  const end = start + list.source.length;
  const listDepth = reading.listDepth + 1;
  if (listDepth > deepest) {
    const items = [{ loose: false, blocks: [{ type: 'text', text: list.source } as const] }];
    return { block: { type: 'list', ordered, items }, end };
  }
  const items = listItems(list).map(({ text, loose }) => ({
    loose,
    blocks: readAll(text, inItem, { ...reading, listDepth }),
  }));
  return { block: { type: 'list', ordered, items }, end };
}

function readLinkDefinition(source: string, start: number, { links }: Reading): leaf.Found | undefined {
  const match = patterns.matchAt(patterns.linkDefinition, source, start);
  const [, name = '', link = '', title = ''] = match ?? [];
  if (match) links.set(definitionKey(name), { link, title });
  return leaf.found(match);
}

function readFootnoteDefinition(source: string, start: number, reading: Reading): leaf.Found | undefined {
  const match = patterns.matchAt(patterns.footnoteDefinition, source, start);
  const [, name = '', text = ''] = match ?? [];
  const key = definitionKey(name);
  if (!match || reading.footnotes.has(key)) return leaf.found(match);
  reading.footnotes.add(key);
  return leaf.found(match, { type: 'footnote', key, blocks: readAll(footnoteText(text), inFootnote, reading) });
}
