import type { Clock } from '../../lib/contract/clock';
import { parseReference } from '../../lib/contract/identity';
import type { Channel } from '../../lib/contract/message';
import { metrics } from '../../lib/contract/metrics';
import type { AwaitedDelivery, DeliveryStore } from '../shared/deliveries/delivery-store';
import { NotifyApiError, NotifyInputError, NotifyUnexpectedAnswerError, type NotifyError } from '../../lib/notify';
import type { Monitor, NotifyApi } from '../shared/ports';
import { isPassingFault } from '../shared/passing-fault';
import type { RecordedCost } from '../shared/deliveries/outcome';
import { recordOutcome } from '../shared/deliveries/record-outcome';
import { decide, type LookupAnswer, type PollDecision } from './decide';
import type { ListsInRound } from './lists-in-round';
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
  /** Learns which deliveries are over. */
  readonly lists: Pick<ListsInRound, 'over'>;
}

/** How many are asked for at the same time, and how many written. */
const askedAtOnce = 10;
const writtenAtOnce = 50;

const { names } = metrics;

/** Asks Notify about the deliveries of a channel, and writes down what it answers. */
export function createStatusLookup(
  client: NotifyApi,
  channel: Channel,
  { store, clock, monitor, pipelineId, callbacks, lists }: StatusLookupDependencies,
) {
  return { page, unfinishedPage, recordFound, lookUp };

  async function page(olderThan: string | undefined): Promise<Page> {
    const read = await readPage(client, channel, olderThan);
    const foreign = read.notifications.filter(({ reference }) => parseReference(reference)?.pipelineId !== pipelineId);
    if (foreign.length > 0) monitor.count(names.foreign, foreign.length);
    if (read.unreadable > 0) monitor.count(names.unreadable, read.unreadable);
    return read;
  }

  async function unfinishedPage(olderThan: string): Promise<Page> {
    const read = await readPage(client, channel, olderThan, 'unfinished');
    if (read.unreadable > 0) monitor.count(names.unreadable, read.unreadable);
    return read;
  }

  async function recordFound(found: readonly FoundDelivery[]): Promise<void> {
    await inGroups(found, writtenAtOnce, ([delivery, answer]) => applyDecision(delivery, answer));
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
      const answer = readNotification(await client.getNotification(notification_id));
      if (answer) return answer;
      monitor.count(names.unreadable);
      return 'no answer';
    } catch (error) {
      if (isNotHeld(error)) return 'not held';
      if (!isAboutTheMessage(error)) throw error;
      monitor.warn('Notify cannot report on a message', { delivery_id: id, reason: error.message });
      return 'no answer';
    }
  }

  async function applyDecision(
    delivery: AwaitedDelivery,
    answer: ReportedNotification | Exclude<LookupAnswer, object>,
  ): Promise<void> {
    try {
      const decision = decide(delivery, answer, { channel, now: clock.now(), callbacks });
      if (decision.kind === 'impossible') monitor.count(names.notHeld, 1, channel);
      if (decision.kind === 'note') await note(delivery, decision.status);
      if (decision.kind === 'cost') await recordCost(delivery.id, decision.cost, templateOf(answer));
      if (decision.kind === 'end') await recordEnd(delivery, decision, templateOf(answer));
      // With a new status its own record awaits the end.
      if (decision.kind === 'end' || decision.kind === 'note') lists.over(delivery);
    } catch (error) {
      // One delivery that cannot be written does not stop the others, in this round or in later ones.
      if (isPassingFault(error)) throw error;
      monitor.count(names.fault);
      monitor.error('the outcome of a message cannot be saved; we try again at the next run', error, {
        delivery_id: delivery.id,
      });
    }
  }

  async function recordEnd(
    { id, sent_at, list }: AwaitedDelivery,
    { end, missedCallback }: PollDecision & { kind: 'end' },
    templateId: string | undefined,
  ): Promise<void> {
    // A callback ends a delivery and leaves it on its list. A read is a fifth of the price of a write that is refused.
    if (callbacks && list && (await store.find(id))?.state !== 'sent') return;
    if (!(await recordOutcome({ store, monitor }, id, end, { channel, sentAt: sent_at, templateId }))) return;
    if (missedCallback) monitor.count(names.outcomeByPollOnly, 1, channel);
  }

  async function recordCost(
    id: string,
    cost: RecordedCost | undefined,
    template_id: string | undefined,
  ): Promise<void> {
    if (!(await store.endWait(id, cost)) || cost?.cost_in_pounds === undefined) return;
    const { cost_in_pounds } = cost;
    monitor.measure(names.cost, cost_in_pounds, channel);
    monitor.info('cost known', { delivery_id: id, channel, template_id, cost_in_pounds });
  }

  async function note({ id, list }: AwaitedDelivery, status: string): Promise<void> {
    const awaited = list ? { awaited: channel } : {};
    if (!(await store.annotate(id, { status, ...awaited }, { state: 'sent' }))) return;
    monitor.warn('Notify has a status that we do not know', { delivery_id: id, status });
  }
}

const templateOf = (answer: ReportedNotification | string): string | undefined =>
  typeof answer === 'object' ? answer.template?.id : undefined;

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

/** One failure does not stop the rest of its group. */
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
