import { previewHtml } from '../../rules/templates/preview-html';
import { renderTemplate } from '../../rules/templates/render';
import { smsFragments } from '../../rules/text-messages/encoding';
import { withServiceName } from '../../rules/text-messages/message-text';
import { costOf } from '../costs/costs';
import type { Notify } from '../notify';
import { showMessage } from '../sent-message';
import type { StoredNotification } from '../storage/notification';
import { showCallback } from './recorded-views';

/** A message with all that is known of it, as JSON has it. */
export function detailsOf(message: StoredNotification, notify: Notify): object {
  const history = notify.recorder.history(message.id);
  return {
    ...showMessage(message),
    html: emailHtml(message),
    history: (history?.changes ?? []).map(({ status, at }) => ({ status, at: new Date(at).toISOString() })),
    fragments: fragmentsOf(message),
    cost: poundsOf(message, notify),
    sender: history?.sender ?? null,
    replyTo: history?.replyTo ?? null,
    request: history?.request ?? null,
    files: notify.recorder.filesOf(message.id).map(({ content, ...file }, index) => ({
      ...file,
      download: content ? `/_stand-in/inbox/messages/${message.id}/files/${index + 1}` : null,
    })),
    callbacks: notify.callbacks.attempts.filter(({ messageId }) => messageId === message.id).map(showCallback),
  };
}

/** The body of an email in HTML, as Notify's preview has it; null for anything else. */
export function emailHtml({ type, version, personalisation }: StoredNotification): string | null {
  return type === 'email' && version ? previewHtml(version, personalisation) : null;
}

/** A text message as it goes out: with the service's name in front. Empty for anything else. */
export function wholeText({ type, version, personalisation, service }: StoredNotification): string {
  if (type !== 'sms' || version === null) return '';
  return withServiceName(renderTemplate(version, personalisation).body, service.name);
}

/** How many fragments a text message is sent as; null for anything else. */
export function fragmentsOf(message: StoredNotification): number | null {
  return message.type === 'sms' ? smsFragments(wholeText(message)) : null;
}

/** What a message cost so far, in pounds; null while that is not known. */
export function poundsOf(message: StoredNotification, { lifecycle, world, now }: Notify): number | null {
  return costOf(message, world.prices, lifecycle.hasPdf(message, now())).cost_in_pounds?.value ?? null;
}
