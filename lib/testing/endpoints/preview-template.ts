import { isObject, notJson, readJson } from '../../rules/python/read-json';
import { isTruthy } from '../../rules/python/truth';
import { badRequest, crash } from '../../rules/refusal';
import { previewTemplate as schema } from '../../rules/schema/requests';
import { validate } from '../../rules/schema/validate';
import { checkNothingMissingInPreview } from '../../rules/templates/checks';
import { previewHtml } from '../../rules/templates/preview-html';
import { renderTemplate } from '../../rules/templates/render';
import { jsonReply } from '../http/answer';
import { checkDatabaseTakes, notFound } from '../http/errors';
import { findTemplate } from '../sending/find-template';
import { personalisationOf } from './body';
import type { EndpointCall, Endpoint } from './call';

/** Fills a template without sending it: no limits, no check of length or emptiness, archived ones too. */
export const previewTemplate: Endpoint = (call) => {
  const [id] = call.parameters;
  const body = validate({ ...previewBody(call), id }, schema, call.now);
  checkDatabaseTakes(id);
  const found = findTemplate(call.service, id);
  if (found === undefined) throw notFound();
  const { template, version } = found;
  const personalisation = personalisationOf(body);
  checkNothingMissingInPreview(version, personalisation);
  const rendered = renderTemplate(version, personalisation);
  return jsonReply(200, {
    body: rendered.body,
    html: template.type === 'email' ? previewHtml(version, personalisation) : null,
    id: template.id,
    postage: template.postage,
    subject: rendered.subject,
    type: template.type,
    version: version.number,
  });
};

/** Unlike a message, a preview may come without a body; Notify falls over one that is no object. */
function previewBody({ request }: EndpointCall): Record<string, unknown> {
  if (request.body.length === 0) return {};
  const body = readJson(request.body);
  if (body === notJson) throw badRequest('Invalid JSON supplied in POST data');
  if (!isTruthy(body)) return {};
  if (!isObject(body)) throw crash('TypeError');
  return body;
}
