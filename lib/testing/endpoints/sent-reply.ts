import { jsonReply, type Reply } from '../http/answer';
import type { FoundTemplate } from '../sending/find-template';
import type { EndpointCall } from './call';

/** What all three kinds of message made from a template are answered with; `more` is an email's own property. */
export function sentReply(
  { request, service }: EndpointCall,
  id: string,
  reference: string | null,
  { template, version }: FoundTemplate,
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
