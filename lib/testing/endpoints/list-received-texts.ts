import { listReceivedTexts as schema } from '../../rules/schema/requests';
import { parseUuid } from '../../rules/schema/uuid';
import { validate } from '../../rules/schema/validate';
import { jsonReply } from '../http/answer';
import { checkDatabaseTakes } from '../http/errors';
import { queryOf } from '../http/request';
import { writeDate } from '../storage/notification';
import type { StoredText } from '../storage/received-texts';
import type { Endpoint } from './call';

const pageSize = 250;

export const listReceivedTexts: Endpoint = ({ request, service, notify, now }) => {
  const { older_than: olderThan, ...others } = queryOf(request);
  validate({ ...others, ...(olderThan === undefined ? {} : { older_than: olderThan[0] }) }, schema, now);
  checkDatabaseTakes(olderThan?.[0]);
  const before =
    olderThan === undefined
      ? Number.POSITIVE_INFINITY
      : (notify.receivedTexts.find(service.id, parseUuid(olderThan[0]) ?? '')?.createdAt ?? 0);
  const page = notify.receivedTexts.page(service.id, before, pageSize);
  const current = `${request.root}v2/received-text-messages`;
  const last = page.at(-1);
  return jsonReply(200, {
    links: last === undefined ? { current } : { current, next: `${current}?older_than=${last.id}` },
    received_text_messages: page.map(viewReceivedText),
  });
};

function viewReceivedText({ id, service, notifyNumber, userNumber, content, createdAt }: StoredText): object {
  return {
    content,
    created_at: writeDate(createdAt),
    id,
    notify_number: notifyNumber,
    service_id: service.id,
    user_number: userNumber,
  };
}
