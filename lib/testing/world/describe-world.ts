import { placeholdersOf } from '../../rules/templates/placeholders';
import { inFull } from './api-key';
import { completeWorld, type CompleteService, type CompleteTemplate } from './complete-world';
import type { World } from './world';

/**
 * What a person needs of a world to use it, ready to copy: keys in full, template ids with their placeholders, sender
 * and reply-to ids.
 *
 * @example
 * console.log(describeWorld(defaultWorld()));
 */
export function describeWorld(world: World): string {
  return completeWorld(world).services.map(describeService).join('\n\n');
}

function describeService(service: CompleteService): string {
  const state = service.archived ? 'archived' : service.trial ? 'in trial mode' : 'live';
  const templates = service.templates.filter(({ hidden }) => !hidden);
  return [
    `${service.name} (${state})`,
    `  service id   ${service.id}`,
    '  API keys',
    ...columns(service.keys.map((key) => [key.revokedAt ? `${key.type}, revoked` : key.type, inFull(service, key)])),
    '  Templates',
    ...columns(templates.map((template) => [template.type, template.id, describeTemplate(template)])),
    ...section('Text message senders', service.smsSenders, ({ sender, isDefault, id }) =>
      isDefault ? [id, `${sender} (default)`] : [id, sender],
    ),
    ...section('Reply-to addresses', service.emailReplyTos, ({ id, emailAddress }) => [id, emailAddress]),
    ...section('Team and guest list', [...service.team, ...service.guestList], (recipient) => [recipient]),
  ].join('\n');
}

function describeTemplate({ name, versions, archived }: CompleteTemplate): string {
  const names =
    versions.at(-1)?.type === undefined ? [] : versions.slice(-1).flatMap((version) => placeholdersOf(version));
  const placeholders = names.map((placeholder) => `((${placeholder}))`).join(' ');
  return [archived ? `${name} (archived)` : name, placeholders].filter((part) => part !== '').join('  ');
}

function section<Item>(title: string, items: readonly Item[], row: (item: Item) => string[]): string[] {
  return items.length === 0 ? [] : [`  ${title}`, ...columns(items.map(row))];
}

function columns(rows: readonly string[][]): string[] {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows.map((row) => `    ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd());
}
