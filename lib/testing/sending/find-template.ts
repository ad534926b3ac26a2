import { badRequest } from '../../rules/refusal';
import { parseUuid } from '../../rules/schema/uuid';
import { checkTemplate } from '../../rules/templates/checks';
import type { CompleteService, CompleteTemplate, CompleteTemplateVersion } from '../world/complete-world';
import type { Channel } from '../world/world';

/** A template and the version of it that is in use. */
export interface FoundTemplate {
  readonly template: CompleteTemplate;
  readonly version: CompleteTemplateVersion;
}

/** The service's template with this id, archived or not, as long as it is not hidden. */
export function findTemplate(service: CompleteService, id: unknown): FoundTemplate | undefined {
  const canonical = parseUuid(id);
  const template = service.templates.find((candidate) => candidate.id === canonical && !candidate.hidden);
  const version = template?.versions.at(-1);
  return template && version && { template, version };
}

/** The template of a message to send, or the refusal of the first check that fails. */
export function templateToSend(service: CompleteService, id: unknown, channel: Channel): FoundTemplate {
  const found = findTemplate(service, id);
  if (found === undefined) throw badRequest('Template not found');
  checkTemplate(found.template, channel);
  return found;
}
