import type { Channel } from '../../lib/contract/message';
import type { NotifyApi } from '../shared/ports';
import { readNotification, type ReportedNotification } from './read-notification';

/** One page of Notify's list, newest first. */
export interface Page {
  readonly notifications: readonly ReportedNotification[];
  /** How many more there were that make no sense. */
  readonly unreadable: number;
  /** The notification with which the next page is asked for; `undefined` when there is none. */
  readonly next: ReportedNotification | undefined;
}

/** The statuses on the way to an end. Notify lists letters by those that it does not show of them, too. */
const unfinished = ['created', 'sending', 'pending', 'sent', 'pending-virus-check'] as const;

/** Reads the page of those that were created before another, or of the newest: of all, or of those that have no end yet. */
export async function readPage(
  client: NotifyApi,
  channel: Channel,
  olderThan: string | undefined,
  which: 'all' | 'unfinished' = 'all',
): Promise<Page> {
  const status = which === 'all' ? undefined : unfinished;
  const { notifications: rows } = await client.listNotifications({ templateType: channel, status, olderThan });
  const notifications = rows.map(readNotification).filter((row) => row !== undefined);
  return { notifications, unreadable: rows.length - notifications.length, next: beforeTheEdge(notifications) };
}

/**
 * Notify gives what was created strictly before, so others of the very moment of the last row would be on no page. The
 * page before the one of that moment begins with all of them.
 */
function beforeTheEdge(notifications: readonly ReportedNotification[]): ReportedNotification | undefined {
  const edge = notifications.at(-1);
  return notifications.findLast(({ created_at }) => created_at !== edge?.created_at) ?? edge;
}
