import { NotifyClient } from '../../lib/notify';
import { apiKey, NotifyStandIn, type KeyType, type StandInOptions } from '../../lib/testing';
import { HandClock } from './hand-clock';

/** A stand-in on a clock that stands still at a Monday morning, and our client in process. */
export function standInAt(
  start = '2026-03-02T09:00:00.000Z',
  options: Omit<StandInOptions, 'clock'> = {},
): { standIn: NotifyStandIn; clock: HandClock; client: (type?: KeyType, service?: string) => NotifyClient } {
  const clock = new HandClock(start);
  const standIn = new NotifyStandIn({ ...options, clock });
  const client = (type: KeyType = 'live', service?: string) =>
    new NotifyClient({ apiKey: apiKey(standIn.world, type, service), transport: standIn.transport, clock });
  return { standIn, clock, client };
}
