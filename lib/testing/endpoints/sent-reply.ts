import { jsonReply, type Reply } from '../http/answer';
import type { TemplateInUse } from '../sending/find-template';
import type { Call } from './call';

/** What all three kinds of message made from a template are answered with; `more` is an email's own property. */
export function sentReply(
  { request, service }: Call,
  id: string,
  reference: string | null,
  { template, version }: TemplateInUse,
  content: object,
  more: object = {},
): Reply {
  return jsonReply(201, {
    content,
    id,
    reference,
    scheduled_for: null,
    template: {
      id: template.id,
      uri: `${request.root}services/${service.id}/templates/${template.id}`,
      version: version.number,
    },
    uri: `${request.root}v2/notifications/${id}`,
    ...more,
  });
}
