import type { Channel } from '../../lib/contract/message';
import type { Notification } from '../../lib/notify';
import type { Notify } from '../ports';

/** Pages of notifications, newest first, until one was created before `oldest`. */
export async function* pagesBackTo(
  client: Notify,
  channel: Channel,
  oldest: string,
): AsyncIterable<readonly Notification[]> {
  for (let olderThan: string | undefined; ;) {
    const { notifications } = await client.listNotifications({ templateType: channel, olderThan });
    yield notifications;
    const edge = notifications.at(-1);
    if (!edge || edge.created_at < oldest) return;
    olderThan = edge.id;
  }
}
