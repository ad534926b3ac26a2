import { decodeHTML } from 'entities';

/** Where the links of an HTML lead, each once, in order. */
export function linksIn(html: string): readonly string[] {
  return [...new Set([...html.matchAll(/<a\b[^>]*?\shref="([^"]*)"/gi)].map(([, href = '']) => decodeHTML(href)))];
}
