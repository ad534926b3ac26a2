import { strip } from '../../python/whitespace';
import type { MarkdownRenderer } from './markdown-renderer';

const colour = 'color: #0B0C0C;';
const headingStyle = 'Margin: 0 0 15px 0; padding: 10px 0 0 0;';
const paragraphStyle = `Margin: 0 0 20px 0; font-size: 19px; line-height: 25px; ${colour}`;
const itemStyle = `Margin: 5px 0 5px; padding: 0 0 0 5px; font-size: 19px;line-height: 25px; ${colour}`;
const quoteStyle =
  'Margin: 0; border-left: 10px solid #B1B4B6;padding: 15px 0 0.1px 15px; font-size: 19px; line-height: 25px;';
const linkStyle = 'word-wrap: break-word; color: #1D70B8;';

/** Notify's HTML for emails: every style is in the tags, because some mail readers know no other. */
export const emailRenderer: MarkdownRenderer = {
  heading(html, level) {
    if (level === 1) {
      return `<h2 style="${headingStyle} font-size: 27px; line-height: 35px; font-weight: bold; ${colour}">${html}</h2>`;
    }
    if (level === 2) {
      return `<h3 style="${headingStyle} font-size: 19px; line-height: 25px; font-weight: bold; ${colour}">${html}</h3>`;
    }
    return this.paragraph(html);
  },
  paragraph: (html) => (strip(html) === '' ? '' : `<p style="${paragraphStyle}">${html}</p>`),
  list(itemsHtml, ordered) {
    const tag = ordered ? 'ol' : 'ul';
    const style = `Margin: 0 0 0 20px; padding: 0; list-style-type: ${ordered ? 'decimal' : 'disc'};`;
    return (
      '<table role="presentation" style="padding: 0 0 20px 0;"><tr><td style="font-family: Helvetica, Arial, sans-serif;">' +
      `<${tag} style="${style}">${itemsHtml}</${tag}></td></tr></table>`
    );
  },
  listItem: (html) => `<li style="${itemStyle}">${strip(html)}</li>`,
  quote: (html) => `<div style="Margin: 0 0 20px 0;"><blockquote style="${quoteStyle}">${html}</blockquote></div>`,
  rule: () => '<hr style="border: 0; height: 1px; background: #B1B4B6; Margin: 30px 0 30px 0;">',
  link: (link, title, html) => anchor(link, title, html || link),
  autolink: (link) => anchor(link, '', link),
};

const protocol = /^(?:ftp|file|https?|mailto|tel):/i;
const unsafe = /[^\w.\-~:/?#=&;%]/gu;

function anchor(link: string, title: string, html: string): string {
  const href = (protocol.test(link) ? link : `http://${link}`).replaceAll(unsafe, percentEncode);
  return `<a style="${linkStyle}" href="${href}"${title === '' ? '' : ` title="${title}"`}>${html}</a>`;
}

function percentEncode(character: string): string {
  return Array.from(Buffer.from(character), (byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');
}
