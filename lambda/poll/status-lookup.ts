import type { Clock } from '../../lib/contract/clock';
import { parseReference } from '../../lib/contract/identity';
import type { Channel } from '../../lib/contract/message';
import { metrics } from '../../lib/contract/metrics';
import type { AwaitedDelivery, DeliveryStore } from '../shared/deliveries/delivery-store';
import { NotifyApiError, NotifyInputError, NotifyUnexpectedAnswerError, type NotifyError } from '../../lib/notify';
import type { Monitor, NotifyApi } from '../shared/ports';
import { isPassingFault } from '../shared/passing-fault';
import { recordOutcome } from '../shared/deliveries/record-outcome';
import { decide, type LookupAnswer } from './decide';
import { readPage, type Page } from './pages';
import { readNotification, type ReportedNotification } from './read-notification';
import type { FoundDelivery } from './reconcile';

export interface StatusLookupDependencies {
  readonly store: DeliveryStore;
  readonly clock: Pick<Clock, 'now'>;
  readonly monitor: Monitor;
  readonly pipelineId: string;
  /** Whether Notify sends receipts to this pipeline. */
  readonly callbacks: boolean;
}

/** How many are asked for at the same time, and how many written. */
const askedAtOnce = 10;
const writtenAtOnce = 50;

const { names } = metrics;

/** Asks Notify about the deliveries of a channel, and writes down what it answers. */
export function createStatusLookup(
  client: NotifyApi,
  channel: Channel,
  { store, clock, monitor, pipelineId, callbacks }: StatusLookupDependencies,
) {
  return { page, recordFound, lookUp };

  async function page(olderThan: string | undefined): Promise<Page> {
    const read = await readPage(client, channel, olderThan);
    const foreign = read.notifications.filter(({ reference }) => parseReference(reference)?.pipelineId !== pipelineId);
    if (foreign.length > 0) monitor.count(names.foreign, foreign.length);
    if (read.unreadable > 0) monitor.count(names.unreadable, read.unreadable);
    return read;
  }

  async function recordFound(found: readonly FoundDelivery[]): Promise<void> {
    await inGroups(found, writtenAtOnce, ([delivery, told]) => applyDecision(delivery, told));
  }

  async function lookUp(deliveries: readonly AwaitedDelivery[]): Promise<readonly ReportedNotification[]> {
    const held: ReportedNotification[] = [];
    await inGroups(deliveries, askedAtOnce, async (delivery) => {
      const answer = await lookUpOne(delivery);
      await applyDecision(delivery, answer);
      if (typeof answer === 'object') held.push(answer);
    });
    return held;
  }

  async function lookUpOne({
    id,
    notification_id,
  }: AwaitedDelivery): Promise<ReportedNotification | Exclude<LookupAnswer, object>> {
    try {
      const told = readNotification(await client.getNotification(notification_id));
      if (told) return told;
      monitor.count(names.unreadable);
      return 'no answer';
    } catch (error) {
      if (isNotHeld(error)) return 'not held';
      if (!isAboutTheMessage(error)) throw error;
      monitor.warn('Notify cannot tell of a message', { delivery_id: id, reason: error.message });
      return 'no answer';
    }
  }

  async function applyDecision(delivery: AwaitedDelivery, answer: LookupAnswer): Promise<void> {
    const { id } = delivery;
    try {
      const decision = decide(delivery, answer, { channel, now: clock.now(), callbacks });
      if (decision.kind === 'impossible') monitor.count(names.notHeld);
      if (decision.kind === 'note') await note(id, decision.status);
      if (decision.kind !== 'end' || !(await recordOutcome({ store, monitor }, id, decision.end))) return;
      if (decision.missedCallback) monitor.count(names.outcomeByPollOnly);
    } catch (error) {
      // What cannot be written of one delivery keeps no other from being learnt of, in this round and in all that follow.
      if (isPassingFault(error)) throw error;
      monitor.count(names.fault);
      monitor.error('the outcome of a message cannot be written', error, { delivery_id: id });
    }
  }

  async function note(id: string, status: string): Promise<void> {
    if (!(await store.annotate(id, { status }, { state: 'sent' }))) return;
    monitor.warn('Notify has a status that is new', { delivery_id: id, status });
  }
}

/**
 * In an outage good requests have met with a 404 too, but not with this one. A 500 names the class of whatever broke inside
 * Notify, which may be called the same.
 */
const isNotHeld = (error: unknown): boolean =>
  error instanceof NotifyApiError && error.status === 404 && error.details[0]?.error === 'NoResultFound';

/**
 * Notify fails on this message, or answers that all is well with what makes no sense, or the id on record is none that it can
 * be asked by. Others may fare better.
 */
function isAboutTheMessage(error: unknown): error is NotifyError {
  if (error instanceof NotifyInputError) return true;
  if (error instanceof NotifyApiError) return error.status === 400 || error.status === 500;
  return error instanceof NotifyUnexpectedAnswerError && error.status === 200;
}

/** One that fails keeps none of its group from coming to its end. */
async function inGroups<Item>(
  items: readonly Item[],
  size: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  for (let start = 0; start < items.length; start += size) {
    const done = await Promise.allSettled(items.slice(start, start + size).map(work));
    const failed = done.find((result) => result.status === 'rejected');
    if (failed) throw failed.reason;
  }
}
