import { listTemplates as listSchema, templateById, templateTypes } from '../../rules/schema/requests';
import { validate } from '../../rules/schema/validate';
import { placeholdersOf } from '../../rules/templates/placeholders';
import { jsonReply } from '../http/answer';
import { checkDatabaseTakes, notFound } from '../http/errors';
import { queryOf } from '../http/request';
import { findTemplate } from '../sending/find-template';
import { writeDate } from '../storage/notification';
import type { CompleteTemplate, CompleteTemplateVersion } from '../world/complete-world';
import type { Endpoint } from './call';

/** The newest version; of an archived template too. */
export const getTemplate: Endpoint = ({ service, parameters: [id], now }) => {
  validate({ id }, templateById, now);
  checkDatabaseTakes(id);
  const found = findTemplate(service, id);
  if (found === undefined) throw notFound();
  return jsonReply(200, viewTemplate(found.template, found.version));
};

/** Version 0 is the newest one. */
export const getTemplateVersion: Endpoint = ({ service, parameters: [id, version], now }) => {
  validate({ id }, templateById, now);
  const number = Number(version);
  checkDatabaseTakes(id);
  const found = findTemplate(service, id);
  const wanted = number === 0 ? found?.version : found?.template.versions[number - 1];
  if (found === undefined || wanted === undefined) throw notFound();
  return jsonReply(200, viewTemplate(found.template, wanted));
};

export const listTemplates: Endpoint = ({ service, request, now }) => {
  const { type, ...others } = queryOf(request);
  const query = { ...(type === undefined ? {} : { type: type[0] }), ...others };
  validate(query, listSchema, now);
  const templates = service.templates
    .filter((template) => !template.archived && !template.hidden && (type === undefined || template.type === type[0]))
    .sort(byNameThenType)
    .flatMap((template) => template.versions.slice(-1).map((version) => viewTemplate(template, version)));
  return jsonReply(200, { templates });
};

function byNameThenType(one: CompleteTemplate, other: CompleteTemplate): number {
  const byType = templateTypes.indexOf(one.type) - templateTypes.indexOf(other.type);
  return one.name.localeCompare(other.name, 'en-GB') || byType;
}

function viewTemplate(template: CompleteTemplate, version: CompleteTemplateVersion): object {
  const [first = version] = template.versions;
  return {
    body: version.body,
    created_at: writeDate(Date.parse(first.createdAt) * 1000),
    created_by: version.createdBy,
    id: template.id,
    letter_contact_block: template.type === 'letter' ? version.letterContactBlock : null,
    name: version.name,
    personalisation: Object.fromEntries(placeholdersOf(version).map((name) => [name, { required: true }])),
    postage: template.postage,
    subject: version.subject,
    type: template.type,
    updated_at: version.number === 1 ? null : writeDate(Date.parse(version.createdAt) * 1000),
    version: version.number,
  };
}
