import type { Clock } from '../../lib/contract/clock';
import { metrics } from '../../lib/contract/metrics';
import type { HoldStore } from '../shared/holds/cached-holds';
import { stillStopped, type Hold } from '../shared/holds/hold';
import type { Monitor, NotifySource } from '../shared/ports';
import { withFreshKey } from '../shared/notify/with-fresh-key';

export interface ReviewDependencies {
  readonly holds: HoldStore;
  readonly notify: NotifySource;
  readonly clock: Pick<Clock, 'now'>;
  readonly monitor: Monitor;
}

/** No message has it, so Notify has nothing to answer but that it is there and takes the key. */
const nobodysReference = 'is Notify there';

/**
 * Ends a hold whose time has come. One that was put on everything ends only when Notify answers with the key of now:
 * the question costs nothing, so no message has to be the one that finds out.
 */
export function createReview({ holds, notify, clock, monitor }: ReviewDependencies): (hold: Hold) => Promise<void> {
  return async (hold) => {
    const why = hold.probe ? await whyNot() : undefined;
    await holds.replace(hold, why === undefined ? undefined : stillStopped(hold, why, clock.now()));
    monitor.info(why === undefined ? 'hold ended' : 'hold goes on', { scope: hold.scope, reason: why ?? hold.reason });
  };

  async function whyNot(): Promise<string | undefined> {
    const { verdict } = await withFreshKey(notify, (client) =>
      client.listNotifications({ reference: nobodysReference }),
    );
    if (!verdict || verdict.kind === 'too fast' || verdict.kind === 'daily limit') return undefined;
    monitor.count(verdict.kind === 'key refused' ? metrics.names.keyRefused : metrics.names.stopped);
    return verdict.reason;
  }
}
