import { spaces, stripFinalNewlines } from '../../python/whitespace';
import { type LinkDefinition, definitionKey } from './document';
import { linkAt, referenceAt, shortReferenceAt } from './links';
import type { MarkdownRenderer } from './markdown-renderer';

const special = /[\\![]|https?:\/\/|(?<! ) *\n/g;
const escaped = /\\([\\`*{}[\]()#+\-.!_>~|])/y;
const address = new RegExp(`https?://[^<${spaces}]+[^<.,:"')\\]${spaces}]`, 'y');
const lineBreak = / *\n/y;
const footnoteMark = /\[\^([^\]]+)\]/y;
const space = new RegExp(`[${spaces}]`);

/** A piece of inline Markdown, written as HTML, and where the text goes on. */
interface Written {
  readonly html: string;
  readonly end: number;
}

/** Where the last character stands that is no white space, and the last closing bracket. */
interface Ends {
  readonly text: number;
  readonly brackets: number;
}

/**
 * Writes the inside of blocks: addresses, links, line breaks and escapes. There is no emphasis, strike or code. Counts
 * the footnotes it meets.
 */
export class InlineWriter {
  /** Footnotes that the text refers to, in the order of their first mention. */
  readonly mentioned: string[] = [];
  inFootnote = false;
  #inLink = false;

  constructor(
    private readonly renderer: MarkdownRenderer,
    private readonly links: ReadonlyMap<string, LinkDefinition>,
    private readonly footnotes: ReadonlySet<string>,
  ) {}

  write(source: string): string {
    const text = stripFinalNewlines(source);
    let end = text.length;
    while (end > 0 && space.test(text.charAt(end - 1))) end -= 1;
    const ends = { text: end, brackets: text.lastIndexOf(']') };
    let html = '';
    let position = 0;
    while (position < text.length) {
      const written = this.#special(text, position, ends) ?? plain(text, position);
      html += written.html;
      position = written.end;
    }
    return html;
  }

  #special(text: string, position: number, ends: Ends): Written | undefined {
    switch (text.charAt(position)) {
      case '\\':
        return matched(escaped, text, position, ([, character = '']) => character);
      case 'h':
        return matched(address, text, position, ([link]) => (this.#inLink ? link : this.renderer.autolink(link)));
      case '[':
        if (position > ends.brackets) return undefined;
        return this.#footnote(text, position) ?? this.#link(text, position, false);
      case '!':
        if (position > ends.brackets || text.charAt(position + 1) !== '[') return undefined;
        return this.#link(text, position + 1, true);
      case ' ':
      case '\n': {
        const written = matched(lineBreak, text, position, () => '<br>');
        return written && written.end < ends.text ? written : undefined;
      }
      default:
        return undefined;
    }
  }

  #footnote(text: string, position: number): Written | undefined {
    if (this.inFootnote) return undefined;
    footnoteMark.lastIndex = position;
    const [mark, name = ''] = footnoteMark.exec(text) ?? [];
    const key = definitionKey(name);
    if (mark === undefined || !this.footnotes.has(key) || this.mentioned.includes(key)) return undefined;
    this.mentioned.push(key);
    return { html: '', end: position + mark.length };
  }

  #link(text: string, bracket: number, isImage: boolean): Written | undefined {
    const direct = linkAt(text, bracket);
    if (direct) return this.#linkTo(direct, direct.text, direct.end, isImage);
    for (const found of [referenceAt(text, bracket), shortReferenceAt(text, bracket)]) {
      const definition = found && this.links.get(definitionKey(found.key));
      if (definition) return this.#linkTo(definition, found.text, found.end, isImage);
    }
    return undefined;
  }

  #linkTo({ link, title }: LinkDefinition, text: string, end: number, isImage: boolean): Written {
    if (isImage) return { html: '', end };
    this.#inLink = true;
    const content = this.write(text);
    this.#inLink = false;
    return { html: this.renderer.link(link, title, content), end };
  }
}

function plain(text: string, position: number): Written {
  special.lastIndex = position + 1;
  const end = special.exec(text)?.index ?? text.length;
  return { html: text.slice(position, end), end };
}

function matched(
  pattern: RegExp,
  text: string,
  position: number,
  html: (match: RegExpExecArray) => string,
): Written | undefined {
  pattern.lastIndex = position;
  const match = pattern.exec(text);
  return match ? { html: html(match), end: position + match[0].length } : undefined;
}
