/** A block of a Markdown text, as Notify reads Markdown. */
export type Block =
  | { readonly type: 'heading'; readonly level: number; readonly text: string }
  | { readonly type: 'paragraph' | 'text' | 'code'; readonly text: string }
  | { readonly type: 'rule' | 'emptyLines' | 'table' }
  | { readonly type: 'quote'; readonly blocks: readonly Block[] }
  | { readonly type: 'list'; readonly ordered: boolean; readonly items: readonly ListItem[] }
  | { readonly type: 'footnote'; readonly key: string; readonly blocks: readonly Block[] };

/** An item of a list. In a loose item, which has empty lines around or in it, texts are paragraphs. */
export interface ListItem {
  readonly loose: boolean;
  readonly blocks: readonly Block[];
}

/** Where a link leads that is defined on a line of its own, `[key]: address "title"`. */
export interface LinkDefinition {
  readonly link: string;
  readonly title: string;
}

/** A whole Markdown text, read. */
export interface MarkdownDocument {
  readonly blocks: readonly Block[];
  readonly links: ReadonlyMap<string, LinkDefinition>;
  readonly footnotes: ReadonlySet<string>;
}

/** A name of a link or footnote as names are compared: in lower case, white space as one space. */
export function definitionKey(name: string): string {
  return name.toLowerCase().replaceAll(/\s+/g, ' ');
}
