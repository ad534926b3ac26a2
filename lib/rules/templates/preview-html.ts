import { spaces } from '../python/whitespace';
import { fillEscaped } from './escaped-field';
import { emailRenderer } from './markdown/email-renderer';
import { renderMarkdown } from './markdown/render-markdown';
import type { TemplateValues, TemplateText } from './template';
import { niceTypography } from './typography';

// GOV.UK on its own is a name, not a link, so it is broken up lest a mail reader makes it one.
const govUkAsName = new RegExp(`(^|[${spaces}])([#*^]?GOV)\\.(UK)(?![/?#])`, 'giu');
const unsupported = /[\u2028\u3164]/g;

/** The HTML of an email, as the preview gives it back: the body's Markdown in Notify's styles. */
export function previewHtml(template: TemplateText, personalisation: TemplateValues | null | undefined): string {
  const filled = fillEscaped(template.body, 'bullets', personalisation);
  const text = filled.replaceAll(govUkAsName, '$1$2.\u200b$3').replaceAll(unsupported, '');
  return niceTypography(renderMarkdown(`${text}\n`, emailRenderer));
}
