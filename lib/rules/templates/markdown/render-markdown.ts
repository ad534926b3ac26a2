import { readBlocks } from './blocks';
import type { Block, ListItem } from './document';
import { InlineWriter } from './inline';
import type { MarkdownRenderer } from './markdown-renderer';
import { prepareMarkdown } from './prepare';

/**
 * Renders a Markdown text as Notify does. The text has to be escaped for HTML before (see `escapeHtml`). Tables and
 * images are left out, code stays as it is.
 */
export function renderMarkdown(source: string, renderer: MarkdownRenderer): string {
  const document = readBlocks(prepareMarkdown(source));
  const inline = new InlineWriter(renderer, document.links, document.footnotes);
  const footnotes = new Map<string, string>();
  const html = blocksHtml(document.blocks);
  return html + inline.mentioned.map((key) => footnotes.get(key) ?? '').join('');

  function blocksHtml(blocks: readonly Block[]): string {
    return joinTexts(blocks)
      .map((block) => blockHtml(block))
      .join('');
  }

  function blockHtml(block: Block): string {
    switch (block.type) {
      case 'heading':
        return renderer.heading(inline.write(block.text), block.level);
      case 'paragraph':
      case 'text':
        return renderer.paragraph(inline.write(block.text));
      case 'code':
        return block.text;
      case 'rule':
        return renderer.rule();
      case 'emptyLines':
        return '<br>';
      case 'table':
        return '';
      case 'quote':
        return renderer.quote(blocksHtml(block.blocks));
      case 'list':
        return renderer.list(block.items.map((item) => renderer.listItem(itemHtml(item))).join(''), block.ordered);
      case 'footnote':
        inline.inFootnote = true;
        footnotes.set(block.key, blocksHtml(block.blocks));
        inline.inFootnote = false;
        return '';
    }
  }

  function itemHtml(item: ListItem): string {
    if (item.loose) return blocksHtml(item.blocks);
    return joinTexts(item.blocks)
      .map((block) => (block.type === 'text' ? inline.write(block.text) : blockHtml(block)))
      .join('');
  }
}

/** Texts on lines after one another are one text. */
function joinTexts(blocks: readonly Block[]): Block[] {
  const joined: Block[] = [];
  for (const block of blocks) {
    const last = joined.at(-1);
    if (block.type === 'text' && last?.type === 'text') {
      joined[joined.length - 1] = { type: 'text', text: `${last.text}\n${block.text}` };
    } else joined.push(block);
  }
  return joined;
}
