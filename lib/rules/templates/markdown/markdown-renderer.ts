/** How the parts of a Markdown text are written. Every text that comes in is HTML already. */
export interface MarkdownRenderer {
  heading(html: string, level: number): string;
  paragraph(html: string): string;
  list(itemsHtml: string, ordered: boolean): string;
  listItem(html: string): string;
  quote(html: string): string;
  rule(): string;
  link(link: string, title: string, html: string): string;
  autolink(link: string): string;
}
