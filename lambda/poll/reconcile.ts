import type { AwaitedDelivery } from '../shared/deliveries/delivery-store';
import type { AwaitedWindow } from './awaited-window';
import type { Page } from './pages';
import type { ReportedNotification } from './read-notification';
import { iso } from '../../lib/contract/time';

/** What a walk does on its way. */
export interface ReconcileSteps {
  /** Reads the page of those created before another, or of the newest. */
  page(olderThan: string | undefined): Promise<Page>;
  /** Reads the page of those created before another that have no end yet. */
  unfinishedPage(olderThan: string): Promise<Page>;
  /** Takes in what Notify says of deliveries that were on a page. */
  recordFound(found: readonly FoundDelivery[]): Promise<void>;
  /** Asks for each by its id. Answers what Notify holds of them. */
  lookUp(deliveries: readonly AwaitedDelivery[]): Promise<readonly ReportedNotification[]>;
  /** Everything that was sent after that time is done, and that page comes next. Answers whether to go on. */
  checkpoint(reached: string, olderThan: string | undefined): Promise<boolean>;
}

export type FoundDelivery = readonly [AwaitedDelivery, ReportedNotification];

/** Where a walk begins: at the newest page, at the page after a notification, or wherever the first delivery is. */
export type ReconcileStart = 'newest page' | 'first delivery' | { readonly olderThan: string };

/** Our record is written up to this long after Notify's, in milliseconds, and clocks differ. */
export const clockSkewAllowance = 2 * 60_000;
/** How many deliveries are read at once, and at most are asked for by their ids before `goOn` says whether to go on. */
const atMost = 250;

/**
 * Goes through Notify's pages and through the awaited deliveries side by side, both newest first, until none of these is
 * left. Deliveries that the pages have passed are asked for by their ids. Where a page holds none that is awaited, the pages
 * of those that have no end yet say which deliveries still wait, many in one call; then some are asked for by their ids, and
 * the pages go on from there: so it costs hardly more calls than one for each, whatever else Notify was given in between.
 * Answers whether it came to its end.
 */
export async function reconcile(
  awaited: AwaitedWindow,
  start: ReconcileStart,
  steps: ReconcileSteps,
): Promise<boolean> {
  let olderThan = typeof start === 'object' ? start.olderThan : undefined;
  let edge = Infinity;
  let leap = start === 'first delivery' ? 1 : 0;
  /** Whether pages of those without an end are worth a call: the last of them had one that is awaited. */
  let unfinishedPays = true;

  for (;;) {
    const isLeaping = leap > 0;
    let leapt = false;
    if (isLeaping && unfinishedPays) {
      // They begin where the pages are, so that what is young and only on its way takes none of them.
      if (olderThan === undefined) {
        await lookUpNewest(leap);
        leapt = true;
      }
      const passed = olderThan === undefined ? undefined : await passUnfinished(olderThan);
      if (passed === 'no time') return false;
      if (passed !== undefined) unfinishedPays = passed > 0;
    }
    if (isLeaping && !leapt) await lookUpNewest(leap);
    const reached = await awaited.newest();
    if (reached === undefined) return true;
    if (!(await steps.checkpoint(reached, olderThan))) return false;

    // As long as Notify holds none of those asked for, there is no page to go on from.
    const isLost = isLeaping && edge === Infinity;
    const found = isLost ? 0 : await lookThrough(await steps.page(olderThan));
    if (found === 'no time') return false;
    leap = found > 0 ? 0 : Math.min(Math.max(1, leap * 2), atMost);
  }

  async function lookUpNewest(count: number): Promise<void> {
    for (const { id, created_at } of await steps.lookUp(await awaited.takeNewest(count))) {
      if (Date.parse(created_at) < edge) [edge, olderThan] = [Date.parse(created_at), id];
    }
  }

  /** Takes out those that wait for an end, as long as each page has some. What it passes stays. Answers how many it took. */
  async function passUnfinished(from: string): Promise<number | 'no time'> {
    let after: string | undefined = from;
    let count = 0;
    while (after !== undefined) {
      const { notifications, next } = await steps.unfinishedPage(after);
      const last = notifications.at(-1);
      if (!last) break;
      await awaited.readDownTo(iso(Date.parse(last.created_at) - clockSkewAllowance), atMost);
      const found = takeFound(notifications);
      count += found.length;
      await steps.recordFound(found);
      const reached = await awaited.newest();
      if (reached === undefined) break;
      const passed = awaited.countSentAfter(iso(Date.parse(last.created_at) + clockSkewAllowance));
      // All that came before is done, so the pages of all may go on from here.
      if (passed === 0 && next) [edge, olderThan] = [Date.parse(last.created_at), next.id];
      if (!(await steps.checkpoint(reached, olderThan))) return 'no time';
      // Many that have come to their end are quicker found on those.
      after = found.length === 0 || passed >= atMost ? undefined : next?.id;
    }
    return count;
  }

  async function lookThrough({ notifications, next }: Page): Promise<number | 'no time'> {
    if (!next) return 0;
    const last = notifications.at(-1) ?? next;
    edge = Date.parse(last.created_at);
    let count = 0;
    for (;;) {
      const more = await awaited.readDownTo(iso(edge - clockSkewAllowance), atMost);
      const found = takeFound(notifications);
      count += found.length;
      await steps.recordFound(found);
      const passed = awaited.takeSentAfter(iso(edge + clockSkewAllowance), atMost);
      await steps.lookUp(passed);
      if (!more && passed.length < atMost) break;
      // A page may pass any number: if there is no time for all of them, it comes once more.
      const reached = await awaited.newest();
      if (reached !== undefined && !(await steps.checkpoint(reached, olderThan))) return 'no time';
    }
    olderThan = next.id;
    return count;
  }

  function takeFound(notifications: readonly ReportedNotification[]): readonly FoundDelivery[] {
    return notifications.flatMap((told) => awaited.take(told.id).map((delivery): FoundDelivery => [delivery, told]));
  }
}
