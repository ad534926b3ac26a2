import { spaces, strip } from '../python/whitespace';
import { fillEscaped } from './escaped-field';
import type { MarkdownRenderer } from './markdown/markdown-renderer';
import { renderMarkdown } from './markdown/render-markdown';
import type { TemplateValues, TemplateText } from './template';

/** The most bytes a QR code in a letter may hold and still be read by a telephone. */
const longestQrCode = 504;

/** What Notify says of a QR code that holds too much. */
export interface QrCodeError {
  readonly data: string;
  readonly num_bytes: number;
  readonly max_bytes: number;
}

/**
 * Finds the first QR code of a letter that holds too much, if any. A paragraph `qr: address` is a QR code; its data is
 * the text as rendered, so `&` counts as the five bytes of `&amp;`.
 */
export function qrCodeError(
  template: TemplateText,
  personalisation: TemplateValues | null | undefined,
): QrCodeError | null {
  if (template.type !== 'letter') return null;
  const filled = fillEscaped(template.body, 'bullets', personalisation);
  const tooLong = qrCodes(filled).find((data) => Buffer.byteLength(data) > longestQrCode);
  if (tooLong === undefined) return null;
  return { data: tooLong, num_bytes: Buffer.byteLength(tooLong), max_bytes: longestQrCode };
}

const qrCode = new RegExp(`^[${spaces}]*qr[${spaces}]*:[${spaces}]*([^\\n]+)$`, 'i');

/** The data of the QR codes in a letter's text, in their order. */
function qrCodes(source: string): string[] {
  const codes: string[] = [];
  // Only paragraphs matter, so everything else is written as little as will do.
  const renderer: MarkdownRenderer = {
    heading: (html, level) => (level === 1 ? html : renderer.paragraph(html)),
    paragraph(html) {
      const data = strip(html) === '' ? undefined : qrCode.exec(html)?.[1];
      if (data !== undefined) codes.push(data);
      return html;
    },
    list: (itemsHtml) => itemsHtml,
    listItem: (html) => html,
    quote: (html) => html,
    rule: () => '',
    link: (link, title, html) => (title === '' ? `[${html}](${link})` : `[${html}](${link} "${title}")`),
    autolink: (link) => link,
  };
  renderMarkdown(source, renderer);
  return codes;
}
