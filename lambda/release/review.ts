import type { Clock } from '../../lib/contract/clock';
import { metrics } from '../../lib/contract/metrics';
import { extendHold, type Hold } from '../shared/holds/hold';
import type { HoldStore } from '../shared/holds/hold-store';
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
export function createHoldReview({ holds, notify, clock, monitor }: ReviewDependencies): (hold: Hold) => Promise<void> {
  return async (hold) => {
    const why = hold.probe ? await whyNot() : undefined;
    await holds.replace(hold, why === undefined ? undefined : extendHold(hold, why, clock.now()));
    monitor.info(why === undefined ? 'hold ended' : 'hold goes on', { scope: hold.scope, reason: why ?? hold.reason });
  };

  async function whyNot(): Promise<string | undefined> {
    const { failure } = await withFreshKey(
      notify,
      (client) => client.listNotifications({ reference: nobodysReference }),
      clock,
    );
    if (failure?.kind !== 'key refused' && failure?.kind !== 'unknown') return undefined;
    monitor.count(failure.kind === 'key refused' ? metrics.names.keyRefused : metrics.names.stopped);
    return failure.reason;
  }
}
