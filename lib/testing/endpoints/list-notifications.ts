import { listNotifications as schema } from '../../rules/schema/requests';
import { parseUuid } from '../../rules/schema/uuid';
import { validate } from '../../rules/schema/validate';
import { checkTextStorable } from '../../rules/storable';
import { jsonReply } from '../http/answer';
import { checkDatabaseTakes } from '../http/errors';
import { queryOf, writeQuery } from '../http/request';
import type { StoredNotification, RawStatus } from '../storage/notification';
import type { EndpointCall, Endpoint } from './call';
import { viewNotification } from './notification-view';

const pageSize = 250;

type Filters = Readonly<Record<string, string | readonly string[]>>;

export const listNotifications: Endpoint = (call) => {
  const { request, service, key, notify, now } = call;
  const filters = filtersOf(queryOf(request));
  validate(filters, schema, now);
  if (typeof filters['reference'] === 'string') checkTextStorable(filters['reference']);
  checkDatabaseTakes(filters['older_than']);
  const page = notify.notifications.page(
    {
      serviceId: service.id,
      keyType: key.type,
      reference: typeof filters['reference'] === 'string' ? filters['reference'] : undefined,
      matches: matcher(filters),
      before: beforeOf(call, filters['older_than']),
    },
    pageSize,
  );
  return jsonReply(200, {
    links: links(`${request.root}v2/notifications`, filters, page.at(-1)),
    notifications: page.map((notification) => viewNotification(notification, call)),
  });
};

/** Of a filter that may not be repeated, the first counts. */
function filtersOf(query: Readonly<Record<string, string[]>>): Filters {
  const single = new Set(['older_than', 'reference', 'include_jobs']);
  return Object.fromEntries(
    Object.entries(query).map(([name, values]) => [name, single.has(name) ? (values[0] ?? '') : values]),
  );
}

function links(url: string, filters: Filters, last: StoredNotification | undefined): object {
  const current = url + writeQuery(filters);
  return last === undefined ? { current } : { current, next: url + writeQuery({ ...filters, older_than: last.id }) };
}

/** An id that names no message of the service gives an empty page. */
function beforeOf({ notify, service }: EndpointCall, olderThan: Filters[string] | undefined): number {
  if (olderThan === undefined) return Number.POSITIVE_INFINITY;
  return notify.notifications.find(service.id, parseUuid(olderThan) ?? '')?.createdAt ?? 0;
}

function matcher(filters: Filters): (notification: StoredNotification) => boolean {
  const types = [filters['template_type'] ?? []].flat();
  const statuses = new Set([filters['status'] ?? []].flat().flatMap((status) => statusesOf(status)));
  const withJobs = filters['include_jobs'] !== undefined;
  return ({ type, status, details }) =>
    (types.length === 0 || types.includes(type)) &&
    (statuses.size === 0 || statuses.has(status)) &&
    (withJobs || !details.fromJob);
}

const failures: readonly RawStatus[] = [
  'technical-failure',
  'temporary-failure',
  'permanent-failure',
  'validation-failed',
  'virus-scan-failed',
  'returned-letter',
];

/** The statuses a filter stands for, whatever the channel. */
function statusesOf(filter: string): readonly string[] {
  if (filter === 'failed') return failures;
  if (filter === 'accepted') return ['created', 'sending'];
  return filter === 'received' ? ['delivered'] : [filter];
}
