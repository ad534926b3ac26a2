import { closestName } from '../../lib/contract/did-you-mean';
import type { NotifyClient, Template } from '../../lib/notify';

/**
 * The template of the service that has this name or id.
 * @throws Error when there is none, or more than one of that name
 */
export async function findTemplate(notify: NotifyClient, wanted: string): Promise<Template> {
  const { templates } = await notify.listTemplates();
  const found = templates.filter(({ id, name }) => id === wanted.toLowerCase() || name === wanted);
  const [template, another] = found;
  if (!template) {
    const meant = closestName(
      wanted,
      templates.map(({ name }) => name),
    );
    const hint = meant === undefined ? '' : `, did you mean "${meant}"?`;
    throw new Error(`the service has no template "${wanted}"; give the name or ID of one of its templates${hint}`);
  }
  if (another) {
    throw new Error(`templates ${found.map(({ id }) => id).join(' and ')} are called "${wanted}"; give the ID of one`);
  }
  return template;
}
