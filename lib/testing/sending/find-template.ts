import { isEmptyMessage, lengthError, renderTemplate, type RenderedTemplate } from '../../rules/templates/render';
import { missingPersonalisation } from '../../rules/templates/placeholders';
import { badRequest } from '../http/errors';
import { parseUuid } from '../schema/uuid';
import type { Personalisation } from '../storage/notification';
import type { CompleteService, CompleteTemplate, CompleteTemplateVersion } from '../world/complete-world';
import type { Channel } from '../world/world';

/** A template and the version of it that is in use. */
export interface TemplateInUse {
  readonly template: CompleteTemplate;
  readonly version: CompleteTemplateVersion;
}

/** The service's template with this id, archived or not, as long as it is not hidden. */
export function findTemplate(service: CompleteService, id: unknown): TemplateInUse | undefined {
  const canonical = parseUuid(id);
  const template = service.templates.find((candidate) => candidate.id === canonical && !candidate.hidden);
  const version = template?.versions.at(-1);
  return template && version && { template, version };
}

/** The template of a message to send, or the refusal of the first check that fails. */
export function templateToSend(service: CompleteService, id: unknown, channel: Channel): TemplateInUse {
  const found = findTemplate(service, id);
  if (found === undefined) throw badRequest('Template not found');
  const { type, archived } = found.template;
  if (type !== channel) throw badRequest(`${type} template is not suitable for ${channel} notification`);
  if (archived) throw badRequest('Template has been deleted');
  return found;
}

/** Refuses personalisation that leaves a placeholder unfilled. */
export function checkNothingMissing(version: CompleteTemplateVersion, personalisation: Personalisation): void {
  const missing = missingPersonalisation(version, personalisation);
  if (missing.length > 0) throw badRequest(`Missing personalisation: ${missing.join(', ')}`);
}

/** Fills the template, and refuses a message of which nothing is left. */
export function renderToSend(version: CompleteTemplateVersion, personalisation: Personalisation): RenderedTemplate {
  const rendered = renderTemplate(version, personalisation);
  if (isEmptyMessage(version, rendered)) throw badRequest('Your message is empty.');
  return rendered;
}

/** Refuses a text message or an email that is too long. */
export function checkLength(version: CompleteTemplateVersion, rendered: RenderedTemplate): void {
  const error = lengthError(version, rendered);
  if (error !== null) throw badRequest(error);
}
