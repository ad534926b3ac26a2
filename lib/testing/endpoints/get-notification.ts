import { notificationById } from '../../rules/schema/requests';
import { parseUuid } from '../../rules/schema/uuid';
import { validate } from '../../rules/schema/validate';
import { jsonReply } from '../http/answer';
import { checkDatabaseTakes, notFound } from '../http/errors';
import type { StoredNotification } from '../storage/notification';
import type { EndpointCall, Endpoint } from './call';
import { viewNotification } from './notification-view';

/** Any key of the service finds the message, whichever sent it. */
export const getNotification: Endpoint = (call) => jsonReply(200, viewNotification(notificationOf(call), call));

export function notificationOf({ parameters: [given], service, notify, now }: EndpointCall): StoredNotification {
  validate({ notification_id: given }, notificationById, now);
  checkDatabaseTakes(given);
  const notification = notify.notifications.find(service.id, parseUuid(given) ?? '');
  if (notification === undefined) throw notFound();
  return notification;
}
