import type { Clock } from '../../lib/clock';
import type { QueueMessage } from '../../lib/contract/message';
import { isSmokeTest } from '../../lib/deliveries/recipient';
import { NotifyError } from '../../lib/notify';
import type { Notify, NotifySource } from '../ports';
import { post, type Accepted } from './request';
import { verdictOn, type Verdict } from './verdict';

/** What came of a message: Notify has it, or why it has not, or that nobody knows. */
export type Answer = (({ kind: 'accepted' } & Accepted) | Verdict) & {
  /** Whether the message was given to Notify for it, or Notify was only asked. */
  readonly posted: boolean;
  /** Milliseconds since the epoch. */
  readonly began: number;
};

/**
 * Asks Notify whether it has the message from an earlier attempt. `undefined`: it has not, so the message may be sent.
 */
export async function ask(
  source: NotifySource,
  message: QueueMessage,
  reference: string,
  clock: Pick<Clock, 'now'>,
): Promise<Answer | undefined> {
  // Notify keeps nothing of these, so there is nothing to find.
  if (isSmokeTest(message)) return undefined;
  const began = clock.now();
  const { result, verdict } = await withFreshKey(source, async (notify) => {
    const { notifications } = await notify.listNotifications({ reference });
    return notifications.map(({ id, template }): Accepted => ({
      notificationId: id,
      templateVersion: template.version,
    }));
  });
  if (!result) {
    // A refused question says nothing of the message that it asks for.
    const unknown = verdict.kind === 'rejected' ? ({ ...verdict, kind: 'unknown', counts: false } as const) : verdict;
    return { ...unknown, posted: false, began };
  }
  const first = result.at(-1);
  return first && { kind: 'accepted', ...first, posted: false, began };
}

/** Gives the message to Notify. */
export async function attempt(
  source: NotifySource,
  message: QueueMessage,
  reference: string,
  clock: Pick<Clock, 'now'>,
): Promise<Answer> {
  const began = clock.now();
  const { result, verdict } = await withFreshKey(source, (notify) => post(notify, message, reference));
  return result ? { kind: 'accepted', ...result, posted: true, began } : { ...verdict, posted: true, began };
}

type Called<Result> =
  | { result: Result; verdict?: never; notify?: never }
  /** `notify` is absent when there was no client to call with. */
  | { result?: never; verdict: Verdict; notify?: Notify };

/** When Notify refuses the key, it is read anew and signed with once more: it may have been rotated. */
async function withFreshKey<Result>(
  source: NotifySource,
  call: (notify: Notify) => Promise<Result>,
): Promise<Called<Result>> {
  const first = await once(() => source.current(), call);
  const { verdict } = first;
  if (verdict?.kind !== 'key refused' || !first.notify) return first;
  const refused = first.notify;
  return once(() => source.renewed(refused), call);
}

async function once<Result>(
  client: () => Promise<Notify>,
  call: (notify: Notify) => Promise<Result>,
): Promise<Called<Result>> {
  let notify: Notify;
  try {
    notify = await client();
  } catch (error) {
    const reason = error instanceof NotifyError ? error.message : 'the secret with the API key cannot be read';
    return { verdict: { kind: 'key refused', reason } };
  }
  try {
    return { result: await call(notify) };
  } catch (error) {
    return { verdict: verdictOn(error), notify };
  }
}
