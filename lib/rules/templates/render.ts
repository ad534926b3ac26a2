import { strip } from '../python/whitespace';
import { downgradeCharacters, longestTextMessage } from '../text-messages/encoding';
import { normaliseWhitespace, textMessage } from '../text-messages/message-text';
import { fillEscaped } from './escaped-field';
import { type PlaceholderField, fillField, parseField } from './field';
import { looseKey, looseValues } from './placeholders';
import type { TemplateValues, TemplateText } from './template';
import { niceTypography } from './typography';

export { qrCodeError } from './qr-code';

/** A template filled with values, as POST, GET and preview give it back. */
export interface RenderedTemplate {
  readonly body: string;
  /** Null for a text message. */
  readonly subject: string | null;
}

/** The most bytes the body of an email may have. */
export const longestEmail = 2_000_000;

/** Fills a template. A placeholder without a value stays as it is: see `missingPersonalisation`. */
export function renderTemplate(
  template: TemplateText,
  personalisation: TemplateValues | null | undefined,
): RenderedTemplate {
  const fields = fieldsOf(template);
  const values = looseValues(personalisation);
  const valueOf = (name: string) => values.get(looseKey(name));
  if (template.type === 'sms') {
    return { body: downgradeCharacters(textMessage(fillField(fields.body, 'sentence', valueOf))), subject: null };
  }
  const body = strip(fillField(fields.body, 'bullets', valueOf));
  if ((template.subject ?? null) === null) return { body, subject: null };
  const subject =
    template.type === 'letter'
      ? fillEscaped(template.subject ?? '', 'sentence', personalisation)
      : fillField(fields.subject, 'sentence', valueOf);
  return { body, subject: normaliseWhitespace(niceTypography(subject)) };
}

/**
 * Whether Notify says `Your message is empty.` An email or letter is only looked at when nothing but placeholders
 * can stand at its ends.
 */
export function isEmptyMessage(template: TemplateText, rendered: RenderedTemplate): boolean {
  if (template.type === 'sms') return rendered.body === '';
  if (template.body === '') return true;
  return template.body.startsWith('((') && template.body.endsWith('))') && rendered.body === '';
}

/**
 * Notify's text when a text message or an email is too long, else null. The characters of a text message are counted as
 * they are sent: an ellipsis is three dots, a smiling face one question mark.
 */
export function lengthError(template: TemplateText, rendered: RenderedTemplate): string | null {
  if (template.type === 'letter') return null;
  if (template.type === 'sms') {
    const length = rendered.body.length;
    if (length <= longestTextMessage) return null;
    return `Your message is too long. Text messages cannot be longer than ${longestTextMessage} characters. Your message is ${length} characters long.`;
  }
  const bytes = Buffer.byteLength(rendered.body);
  if (bytes <= longestEmail) return null;
  return `Your message is too long. Emails cannot be longer than ${longestEmail} bytes. Your message is ${bytes} bytes.`;
}

// A template is read once and sent many times.
const parsed = new WeakMap<TemplateText, { readonly body: PlaceholderField; readonly subject: PlaceholderField }>();

function fieldsOf(template: TemplateText): { readonly body: PlaceholderField; readonly subject: PlaceholderField } {
  let fields = parsed.get(template);
  if (!fields) {
    fields = { body: parseField(template.body), subject: parseField(template.subject ?? '') };
    parsed.set(template, fields);
  }
  return fields;
}
