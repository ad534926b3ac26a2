import { jsonOutcome, obeyOverHttp } from './control/over-http';
import type { Steered } from './control/orders';
import type { ExchangeOutcome, StreamedAnswer } from './http/exchange-outcome';
import { ownPrefix, refusalByGuard } from './http/guard';
import { pathOf, type NotifyRequest } from './http/request';
import type { InboxHost } from './inbox/host';
import { answerInbox, isForInbox } from './inbox/inbox';

/** What of the stand-in itself is served. */
interface Serving {
  readonly control: boolean;
  readonly inbox: boolean | InboxHost;
}

/**
 * Serves what is under `/_stand-in/`, orders and the inbox, and gives nothing for any other path. Undefined where nothing is
 * to be served.
 */
export function ownPart(
  standIn: Steered,
  { control, inbox }: Serving,
): ((request: NotifyRequest) => Promise<ExchangeOutcome | StreamedAnswer | undefined>) | undefined {
  if (!control && inbox === false) return undefined;
  const host = {
    moveOn: (milliseconds: number) => standIn.tick(milliseconds),
    nextEventAt: () => standIn.nextDueAt(),
    ...(typeof inbox === 'object' ? inbox : {}),
  };
  return async (request) => {
    if (!pathOf(request).startsWith(ownPrefix)) return undefined;
    const refused = refusalByGuard(request);
    if (refused !== undefined) return jsonOutcome(refused.status, { error: refused.error });
    if (inbox !== false && isForInbox(request)) return answerInbox({ standIn, mayChange: control, host }, request);
    return obeyOverHttp(standIn, control, request);
  };
}
