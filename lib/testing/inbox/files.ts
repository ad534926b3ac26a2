import { readFilter, withoutEmpty } from '../control/read-filter';
import type { ExchangeOutcome } from '../http/exchange-outcome';
import { drawLetter } from '../letters/draw-letter';
import type { Notify } from '../notify';
import type { StoredNotification } from '../storage/notification';
import { content, download, emailAnswer, seeOther } from './answers';
import { assetTypes, isAsset } from './asset-types';
import { inboxPath } from './context';
import { emailDocument } from './pages/message-email';
import { withoutPdf } from './pages/message-letter';
import { readAsset } from './read-asset';

/** What is no page: styles, an email for its frame, a PDF, a file, the way to the newest message. */
export async function fileAt(
  [first = '', id = '', what = '', number = '']: readonly string[],
  query: Readonly<Record<string, readonly string[]>>,
  notify: Notify,
): Promise<ExchangeOutcome | undefined> {
  if (first === 'assets' && isAsset(id)) return content(assetTypes[id], readAsset(id));
  if (first === 'latest' && id === '') return latest(query, notify);
  const message = first === 'messages' ? notify.notifications.findAnywhere(id) : undefined;
  if (message === undefined) return undefined;
  if (what === 'email' && message.type === 'email') return emailAnswer(emailDocument(message));
  if (what === 'letter.pdf') return letterPdf(message, notify);
  return what === 'files' ? sentFile(message, Number(number), notify) : undefined;
}

function latest(
  query: Readonly<Record<string, readonly string[]>>,
  { notifications }: Notify,
): ExchangeOutcome | undefined {
  const { filter, wrong } = readFilter(withoutEmpty(query));
  const [newest] = wrong.length > 0 ? [] : notifications.search({ ...filter, limit: 1 });
  return newest && seeOther(`${inboxPath}/messages/${newest.id}`);
}

async function letterPdf(
  message: StoredNotification,
  { lifecycle, now }: Notify,
): Promise<ExchangeOutcome | undefined> {
  if (message.type !== 'letter' || withoutPdf.has(message.status) || !lifecycle.hasPdf(message, now()))
    return undefined;
  return content('application/pdf', message.details.pdf ?? (await drawLetter(message)));
}

function sentFile({ id }: StoredNotification, number: number, { recorder }: Notify): ExchangeOutcome | undefined {
  const file = recorder.filesOf(id)[number - 1];
  return file?.content && download(file.content, file.filename ?? `file ${number}`);
}
