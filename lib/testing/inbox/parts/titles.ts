import { precompiled } from '../../endpoints/notification-view';
import { renderTemplate, type RenderedTemplate } from '../../../rules/templates/render';
import type { StoredNotification } from '../../storage/notification';
import { counted } from '../format';

/** A message's subject and text, as they were sent. */
export const contentOf = ({ version, personalisation }: StoredNotification): RenderedTemplate =>
  version ? renderTemplate(version, personalisation) : precompiled;

/** What a message is called: its subject, or the text of a text message. */
export function titleOf(message: StoredNotification): string {
  const { subject, body } = contentOf(message);
  if (message.type !== 'letter') return subject ?? body;
  return `${subject ?? ''} (${counted(message.details.pages, 'page', 'pages')})`;
}

/** The beginning of a text that is too long, with an ellipsis. */
export function shorten(text: string, most: number): string {
  const characters = Array.from(text.slice(0, 2 * most + 2));
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join('')}…`;
}
