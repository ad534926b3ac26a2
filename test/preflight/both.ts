import { checkQueueMessage } from '../../lib/contract/parse-message';
import { NotifyApiError, NotifyClient } from '../../lib/notify';
import type { QueueMessage } from '../../lib/contract/message';
import { createPreflight } from '../../lib/preflight';
import { apiKey, NotifyStandIn, type KeyType, type World } from '../../lib/testing';

type Refused = readonly { readonly error: string; readonly message: string }[];

/** What is said of one message. Nothing said is no refusal. */
export interface Said {
  /** By the preflight that knows all that can be known. */
  readonly told: Refused;
  /** By the preflight that knows nothing of the service. */
  readonly untold: Refused;
  readonly notify: Refused;
}

/** What Notify alone can know: a name that is no country to us may be one to it. Where it falls over, it says nothing. */
const notifyAlone =
  /^(Internal server error$|Last line of address must be a real UK postcode or another country$|Template not found|Template has been deleted|Send files by email has not been set up|File did not pass|Can’t send to|Cannot send letters)|does not exist in database|^Unsupported file type '\w+\/|^Exceeded /;

/** Asks the preflight and the stand-in of one world about messages. */
export async function askingBoth(
  world: World,
  keyType: KeyType = 'live',
): Promise<(message: QueueMessage) => Promise<Said>> {
  const standIn = new NotifyStandIn({ world });
  const notify = new NotifyClient({ apiKey: apiKey(standIn.world, keyType), transport: standIn.transport });
  const { templates } = await notify.listTemplates();
  const told = createPreflight({ templates, permissions: standIn.world.services[0]?.permissions });
  const untold = createPreflight();
  return async (message) => {
    standIn.control.setTokens(1000);
    return { told: told(message), untold: untold(message), notify: await refusalBy(notify, message) };
  };
}

async function refusalBy(notify: NotifyClient, message: QueueMessage): Promise<Refused> {
  const { type, ...request } = message;
  const path = `/v2/notifications/${type === 'precompiled_letter' ? 'letter' : type}` as const;
  try {
    await notify.request({ method: 'POST', path, body: { ...request, reference: 'r' } });
    return [];
  } catch (error) {
    if (!(error instanceof NotifyApiError)) throw error;
    return error.details;
  }
}

/** What must hold of any message: it is refused by both or by neither, in the same words. */
export function expectAgreement({ told, untold, notify }: Said): void {
  const byNotifyAlone = notify.some(({ message }) => notifyAlone.test(message));
  if (!byNotifyAlone) expect(told).toEqual(notify);
  if (told.length + untold.length > 0) expect(notify).not.toEqual([]);
}

/** A message if it is one that can be put on the queue. */
export function queueable(message: object): QueueMessage | undefined {
  const checked = checkQueueMessage(message);
  return checked.ok ? checked.message : undefined;
}
