import { badRequest, crash, Refusal } from '../refusal';
import { missingPersonalisation, missingToSend } from './placeholders';
import { qrCodeError } from './qr-code';
import { isEmptyMessage, lengthError, renderTemplate, type RenderedTemplate } from './render';
import { sanitise, UnsanitisableError, type Sanitised } from './sanitise';
import type { TemplateValues, TemplateText } from './template';

/** Refuses a template of another channel, and one that was deleted. */
export function checkTemplate(
  { type, archived }: { readonly type: TemplateText['type']; readonly archived: boolean },
  channel: TemplateText['type'],
): void {
  if (type !== channel) throw badRequest(`${type} template is not suitable for ${channel} notification`);
  if (archived) throw badRequest('Template has been deleted');
}

/** Takes links and Markdown out of what is to be sanitised. Notify falls over values that are no text. */
export function sanitiseOrCrash(personalisation: TemplateValues, names: unknown): Sanitised {
  try {
    return sanitise(personalisation, Array.isArray(names) ? names : []);
  } catch (error) {
    if (error instanceof UnsanitisableError) throw crash('TypeError');
    throw error;
  }
}

/** Refuses a letter with a QR code that holds too much. */
export function checkQrCode(template: TemplateText, personalisation: TemplateValues): void {
  const error = qrCodeError(template, personalisation);
  if (error === null) return;
  const message = 'Cannot create a usable QR code - the link is too long';
  throw new Refusal(400, [{ error: 'ValidationError', message, ...error }]);
}

/** Refuses to send with personalisation that leaves a placeholder unfilled. */
export function checkNothingMissing(template: TemplateText, personalisation: TemplateValues): void {
  refuseMissing(missingToSend(template, personalisation));
}

/** Refuses a preview with personalisation that leaves a placeholder unfilled. */
export function checkNothingMissingInPreview(template: TemplateText, personalisation: TemplateValues): void {
  refuseMissing(missingPersonalisation(template, personalisation));
}

function refuseMissing(missing: readonly string[]): void {
  if (missing.length > 0) throw badRequest(`Missing personalisation: ${missing.join(', ')}`);
}

/** Fills the template, and refuses a message of which nothing is left. */
export function renderToSend(template: TemplateText, personalisation: TemplateValues): RenderedTemplate {
  const rendered = renderTemplate(template, personalisation);
  if (isEmptyMessage(template, rendered)) throw badRequest('Your message is empty.');
  return rendered;
}

/** Refuses a text message or an email that is too long. */
export function checkLength(template: TemplateText, rendered: RenderedTemplate): void {
  const error = lengthError(template, rendered);
  if (error !== null) throw badRequest(error);
}
