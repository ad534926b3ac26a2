import { estimatedDelivery } from '../../rules/letters/letter-timings';
import { renderTemplate } from '../../rules/templates/render';
import { costOf } from '../costs/costs';
import { hasCompleted, writeDate, type StoredNotification, type RawStatus } from '../storage/notification';
import type { EndpointCall } from './call';

/** A message as GET gives it. */
export function viewNotification(notification: StoredNotification, { request, notify, now }: EndpointCall): object {
  const { id, reference, type, version, personalisation, createdAt, sentAt, updatedAt } = notification;
  const { body, subject } = version ? renderTemplate(version, personalisation) : precompiled;
  const hasPdf = notify.lifecycle.hasPdf(notification, now);
  return {
    ...addressOf(notification),
    ...costOf(notification, notify.world.prices, hasPdf),
    body,
    completed_at: hasCompleted(notification.status) && updatedAt > 0 ? writeDate(updatedAt) : null,
    created_at: writeDate(createdAt),
    created_by_name: notification.details.createdByName,
    email_address: type === 'email' ? notification.recipient : null,
    ...(type === 'letter' ? { estimated_delivery: arrival(notification) } : {}),
    id,
    one_click_unsubscribe_url: notification.details.unsubscribeUrl,
    phone_number: type === 'sms' ? notification.recipient : null,
    postage: notification.details.postage,
    reference,
    scheduled_for: null,
    sent_at: sentAt > 0 ? writeDate(sentAt) : null,
    status: shownStatus(notification),
    subject,
    template: viewTemplateUsed(notification, request.root),
    type,
  };
}

/** What stands for the text of a letter that is a PDF. */
export const precompiled = { body: '', subject: 'Pre-compiled PDF' };

/** Letters hide where they are between being taken and being posted, and that they came back. */
export function shownStatus({
  type,
  status,
}: Pick<StoredNotification, 'type' | 'status'>): RawStatus | 'accepted' | 'received' {
  if (type !== 'letter') return status;
  if (status === 'created' || status === 'sending') return 'accepted';
  return status === 'delivered' || status === 'returned-letter' ? 'received' : status;
}

function viewTemplateUsed({ template, version, service }: StoredNotification, root: string): object {
  // Notify has a hidden template for each service's precompiled letters; its id is of no use.
  const id = template?.id ?? service.id;
  const number = version?.number ?? 1;
  return { id, uri: `${root}v2/template/${id}/version/${number}`, version: number };
}

/** The address as it was given, not as it is printed. There is no `line_7`. */
function addressOf({ type, template, personalisation }: StoredNotification): object {
  const line = (name: string): unknown => {
    if (type !== 'letter') return null;
    if (template === null) return name === 'address_line_1' ? 'Provided as PDF' : null;
    return personalisation?.[name] ?? null;
  };
  return {
    line_1: line('address_line_1'),
    line_2: line('address_line_2'),
    line_3: line('address_line_3'),
    line_4: line('address_line_4'),
    line_5: line('address_line_5'),
    line_6: line('address_line_6'),
    postcode: line('postcode'),
  };
}

function arrival({ createdAt, details }: StoredNotification): string {
  const estimate = estimatedDelivery(new Date(Math.floor(createdAt / 1000)), details.postage ?? 'second');
  return writeDate(estimate.getTime() * 1000 + (createdAt % 1000));
}
