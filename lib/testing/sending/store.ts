import type { Call } from '../endpoints/call';
import type { Notification } from '../storage/notification';
import type { DailyLimits } from '../world/world';

/** What differs from message to message. */
export type NewNotification = Pick<
  Notification,
  'id' | 'type' | 'template' | 'version' | 'personalisation' | 'reference' | 'recipient' | 'status'
> &
  Partial<
    Pick<
      Notification,
      | 'postage'
      | 'unsubscribeUrl'
      | 'rateMultiplier'
      | 'international'
      | 'reportsDelivery'
      | 'pages'
      | 'pdf'
      | 'createdByName'
      | 'fromJob'
    >
  >;

/** Stores a message, counts it against the day's limits, and starts it on its way. */
export function store(call: Call, message: NewNotification, counts: readonly (keyof DailyLimits)[]): Notification {
  const { notify, service, key, now } = call;
  const notification: Notification = {
    id: message.id,
    service,
    keyType: key.type,
    type: message.type,
    template: message.template,
    version: message.version,
    personalisation: message.personalisation,
    reference: message.reference,
    recipient: message.recipient,
    postage: message.postage ?? null,
    unsubscribeUrl: message.unsubscribeUrl ?? null,
    rateMultiplier: message.rateMultiplier ?? 1,
    international: message.international ?? false,
    reportsDelivery: message.reportsDelivery ?? true,
    pages: message.pages ?? 0,
    pdf: message.pdf ?? null,
    createdByName: message.createdByName ?? null,
    fromJob: message.fromJob ?? false,
    createdAt: notify.notifications.uniqueMoment(now),
    status: message.status,
    updatedAt: 0,
    sentAt: 0,
  };
  notify.notifications.add(notification);
  for (const what of counts) notify.limits.count(service.id, key.type, what, now);
  notify.lifecycle.begin(notification, call.queue);
  return notification;
}
