import type { Clock } from '../../lib/contract/clock';
import { channelOfLane, type Lane } from '../../lib/contract/lane';
import { metrics } from '../../lib/contract/metrics';
import { withFreshKey } from '../shared/notify/with-fresh-key';
import { asked, closedCircuit, type Asked, type Circuit } from '../shared/holds/circuit';
import type { HoldStore } from '../shared/holds/hold-store';
import type { Monitor, NotifySource } from '../shared/ports';

export interface AskLaneDependencies {
  readonly holds: HoldStore;
  readonly notify: NotifySource;
  readonly clock: Clock;
  readonly monitor: Monitor;
}

/** Where most posts fail some are answered all the same: so many in a row only where nearly all are. */
const inARow = 3;
/** How often what was found out is written, where senders write too. */
const mostTries = 3;
/** How long Notify has for each, in milliseconds. */
const patience = 10_000;

const pathOf = {
  email: '/v2/notifications/email',
  sms: '/v2/notifications/sms',
  international_sms: '/v2/notifications/sms',
  letter: '/v2/notifications/letter',
} as const;

/**
 * Asks Notify whether it takes messages of a lane, by a message that has nothing in it: Notify refuses it by name when it
 * is well. It is on nobody's way to anybody, and nobody is charged for it.
 * @see https://docs.notifications.service.gov.uk/rest-api.html#send-a-message
 */
export function createLaneAsker({ holds, notify, clock, monitor }: AskLaneDependencies) {
  /** Answers what is known of the lane then. */
  return async (circuit: Circuit): Promise<Circuit> => {
    const answer = await askInARow(circuit.lane);
    if (answer.answered === 'none') monitor.count(metrics.names.stopped, 1, channelOfLane(circuit.lane));
    monitor.info('lane asked', { lane: circuit.lane, answered: answer.answered });
    return write(circuit, answer);
  };

  async function write(circuit: Circuit, answer: Asked, tries = mostTries): Promise<Circuit> {
    const known = asked(circuit, answer, clock.now());
    if (await holds.writeCircuit(known)) return { ...known, version: known.version + 1 };
    // A sender has written what it found out by a message.
    const { circuits } = await holds.read();
    const found = circuits.find(({ lane }) => lane === circuit.lane) ?? closedCircuit(circuit.lane);
    return tries > 1 ? write(found, answer, tries - 1) : found;
  }

  async function askInARow(lane: Lane): Promise<Asked> {
    for (let number = 0; number < inARow; number += 1) {
      const reason = await whyNotAnswered(lane);
      if (reason !== undefined) return number > 0 ? { answered: 'some' } : { answered: 'none', reason };
    }
    return { answered: 'all' };
  }

  /** `undefined`: Notify answered as it does when it is well. */
  async function whyNotAnswered(lane: Lane): Promise<string | undefined> {
    const ask = withFreshKey(
      notify,
      (client) => client.request({ method: 'POST', path: pathOf[lane], body: {} }, { timeout: patience }),
      clock,
    );
    const { failure } = await ask;
    return failure?.kind === 'unknown' || failure?.kind === 'key refused' ? failure.reason : undefined;
  }
}
