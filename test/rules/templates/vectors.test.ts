import { previewHtml } from '../../../lib/rules/templates/preview-html';
import { missingPersonalisation } from '../../../lib/rules/templates/placeholders';
import { isEmptyMessage, lengthError, qrCodeError, renderTemplate } from '../../../lib/rules/templates/render';
import type { TemplateValues, TemplateText } from '../../../lib/rules/templates/template';
import { readVectors } from '../../vectors';

interface TemplateCase {
  readonly note: string;
  readonly template: {
    readonly template_type: TemplateText['type'];
    readonly content: string;
    readonly subject?: string | null;
    readonly contact_block?: string | null;
    readonly letter_welsh_subject?: string | null;
    readonly letter_welsh_content?: string | null;
  };
  readonly personalisation: TemplateValues | null;
  readonly body?: string;
  readonly subject?: string | null;
  readonly preview_html?: string | null;
  readonly api_error?: { readonly message: string; readonly [field: string]: unknown };
}

const { cases } = readVectors<TemplateCase>('template.json');

function templateOf({ template }: TemplateCase): TemplateText {
  return {
    type: template.template_type,
    body: template.content,
    subject: template.subject ?? null,
    letterContactBlock: template.contact_block ?? null,
    welshSubject: template.letter_welsh_subject ?? null,
    welshBody: template.letter_welsh_content ?? null,
  };
}

/** The faults of a message in the order in which Notify looks for them. */
function apiError(template: TemplateText, personalisation: TemplateValues | null): object | undefined {
  const qrCode = qrCodeError(template, personalisation);
  if (qrCode) {
    const message = 'Cannot create a usable QR code - the link is too long';
    return { status: 400, error: 'ValidationError', message, ...qrCode };
  }
  const missing = missingPersonalisation(template, personalisation);
  const rendered = renderTemplate(template, personalisation);
  const message =
    (missing.length > 0 ? `Missing personalisation: ${missing.join(', ')}` : null) ??
    (isEmptyMessage(template, rendered) ? 'Your message is empty.' : null) ??
    lengthError(template, rendered);
  return message === null ? undefined : { status: 400, error: 'BadRequestError', message };
}

describe('templates: recorded cases', () => {
  test.each(cases.map((recorded, index) => [`${index + 1}: ${recorded.note}`, recorded] as const))(
    'a template renders as Notify rendered it: %s',
    (_, recorded) => {
      const template = templateOf(recorded);
      expect(apiError(template, recorded.personalisation)).toEqual(recorded.api_error);
      const rendered = renderTemplate(template, recorded.personalisation);
      if ('body' in recorded) expect(rendered.body).toBe(recorded.body);
      if ('subject' in recorded) expect(rendered.subject).toBe(recorded.subject);
      if (typeof recorded.preview_html === 'string') {
        expect(previewHtml(template, recorded.personalisation)).toBe(recorded.preview_html);
      }
    },
  );
});
