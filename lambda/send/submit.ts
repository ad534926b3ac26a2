import type { Clock } from '../../lib/contract/clock';
import type { QueueMessage } from '../../lib/contract/message';
import { isSmokeTest } from '../shared/deliveries/recipient';
import type { NotifyApi, NotifySource } from '../shared/ports';
import type { NotifyFailure } from '../shared/notify/classify-notify-error';
import { withFreshKey } from '../shared/notify/with-fresh-key';
import { acceptedUnder, postMessage, type Accepted } from './notify-request';

/** What came of a message: Notify has it, or why it has not, or that nobody knows. */
export type SubmitResult = (
  ({ kind: 'accepted'; /** How many Notify has. */ copies: number } & Accepted) | NotifyFailure
) & {
  /** Whether the message was given to Notify for it, or Notify was only asked. */
  readonly posted: boolean;
  /** Milliseconds since the epoch. */
  readonly began: number;
};

/**
 * Asks Notify whether it has the message from an earlier attempt. `undefined`: it has not, so the message may be sent.
 */
export async function lookUp(
  source: NotifySource,
  message: QueueMessage,
  reference: string,
  clock: Pick<Clock, 'now'>,
): Promise<SubmitResult | undefined> {
  // Notify keeps nothing of these, so there is nothing to find.
  if (isSmokeTest(message)) return undefined;
  const began = clock.now();
  const list = async (notify: NotifyApi) => {
    const { notifications } = await notify.listNotifications({ reference });
    return { accepted: acceptedUnder(reference, notifications), copies: notifications.length };
  };
  const { result, failure } = await withFreshKey(source, list, clock);
  if (!result) {
    // A refused question says nothing of the message that it asks for.
    const answer: NotifyFailure =
      failure.kind === 'rejected' || failure.kind === 'not allowed'
        ? { kind: 'unknown', reason: failure.reason }
        : failure;
    return { ...answer, posted: false, began };
  }
  const first = result.accepted.at(-1);
  return first && { kind: 'accepted', ...first, copies: result.copies, posted: false, began };
}

/** Gives the message to Notify. */
export async function submit(
  source: NotifySource,
  message: QueueMessage,
  reference: string,
  clock: Pick<Clock, 'now'>,
): Promise<SubmitResult> {
  const began = clock.now();
  const { result, failure } = await withFreshKey(source, (notify) => postMessage(notify, message, reference), clock);
  return result ? { kind: 'accepted', ...result, copies: 1, posted: true, began } : { ...failure, posted: true, began };
}
