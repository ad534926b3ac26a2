import { second, minute, hour } from '../../../lib/contract/time';
import {
  asked,
  closed,
  closedCircuit,
  comesBackAt,
  doubted,
  isInDoubt,
  isSettled,
  isToBeAsked,
  mayProbe,
  opened,
  probeFailed,
  probeReturned,
  probeTaken,
  settled,
  witnessed,
  type Circuit,
} from '../../../lambda/shared/holds/circuit';
import { noon } from '../deliveries/deliveries';
import { aDoubtedLane, anOpenCircuit } from './circuits';

const down = { cause: 'down', reason: 'Notify is down: 500' } as const;
const teamOnly = { cause: 'not allowed', reason: 'a team key' } as const;
const well = closedCircuit('email');

/** The same after something was written of it, if anything was. */
const after = (circuit: Circuit | undefined): Circuit => {
  if (!circuit) throw new Error('nothing was to be written');
  return circuit;
};

describe('circuit: of a lane that is stopped', () => {
  test('it is tried again after 2 seconds, then 4, 8, and so on up to 50, so that each run of the release function finds it due', () => {
    let circuit = after(opened(well, down, noon));
    const waits = [circuit.until - noon];
    for (let probe = 0; probe < 6; probe += 1) {
      const now = circuit.until;
      circuit = after(probeFailed(circuit, down, now));
      waits.push(circuit.until - now);
    }
    expect(waits.map((wait) => wait / second)).toEqual([2, 4, 8, 16, 32, 50, 50]);
  });

  test('one that is stopped already is not stopped once more', () => {
    expect(opened(anOpenCircuit(), down, noon + hour)).toBeUndefined();
  });

  test('stopped again for the same within ten minutes, its back-off goes on where it was, and the trouble is as old', () => {
    const ended = after(closed(anOpenCircuit({ probes: 4 }), noon + minute));
    expect(opened(ended, down, noon + 5 * minute)).toMatchObject({ probes: 4, since: noon });
    expect(opened(ended, down, noon + 12 * minute)).toMatchObject({ probes: 0, since: noon + 12 * minute });
    expect(opened(ended, teamOnly, noon + 5 * minute)).toMatchObject({ probes: 0, since: noon + 5 * minute });
  });

  test('a message takes the probe when it is due, and no other does until that one must have ended', () => {
    const circuit = anOpenCircuit();
    expect(probeTaken(circuit, circuit.until - 1)).toBeUndefined();
    const taken = after(probeTaken(circuit, circuit.until));
    expect(probeTaken(taken, circuit.until + minute - 1)).toBeUndefined();
    expect(probeTaken(taken, circuit.until + minute)).toBeDefined();
  });

  test('a message that could not find out leaves the probe to the next', () => {
    const taken = after(probeTaken(anOpenCircuit(), noon + minute));
    expect(mayProbe(after(probeReturned(taken, noon + minute)), noon + minute)).toBe(true);
    expect(probeReturned(well, noon)).toBeUndefined();
  });

  test('once it has been tried three times in vain, or posts hang, no message tries that others of its batch wait for', () => {
    expect(mayProbe(anOpenCircuit({ probes: 2 }), noon + minute)).toBe(true);
    expect(mayProbe(anOpenCircuit({ probes: 3 }), noon + minute)).toBe(false);
    const hanging = after(opened(well, { ...down, hangs: true }, noon));
    expect(mayProbe(hanging, noon + minute)).toBe(false);
  });

  test('a message may try again when Notify has answered an empty one, for two minutes', () => {
    const circuit = asked(anOpenCircuit({ probes: 9 }), { answered: 'some' }, noon + minute);
    expect(mayProbe(circuit, noon + minute)).toBe(true);
    expect(mayProbe(circuit, noon + 3 * minute)).toBe(false);
  });

  test('it is asked for with empty messages when it is due, but not where what it may do is in question', () => {
    expect(isToBeAsked(anOpenCircuit(), noon + second)).toBe(false);
    expect(isToBeAsked(anOpenCircuit(), noon + 2 * second)).toBe(true);
    expect(isToBeAsked(anOpenCircuit({ cause: 'not allowed' }), noon + hour)).toBe(false);
  });

  test('an empty message that is not answered is one more probe in vain', () => {
    const circuit = asked(anOpenCircuit(), { answered: 'none', reason: 'no answer' }, noon + 2 * second);
    expect(circuit).toMatchObject({ open: true, probes: 1, until: noon + 6 * second, disprovenAt: noon + 2 * second });
  });

  test('it ends when a message was taken, and says when that was given to Notify', () => {
    const now = noon + minute;
    expect(closed(anOpenCircuit(), now, now - 100)).toMatchObject({ open: false, until: now, takenAt: now - 100 });
    expect(closed(well, now, now)).toBeUndefined();
  });

  test('while it is young its messages come back within five seconds, and later they wait on a held queue', () => {
    expect(comesBackAt(anOpenCircuit(), noon)).toBe(noon + 2 * second);
    expect(comesBackAt(anOpenCircuit({ until: noon + minute }), noon)).toBe(noon + 5 * second);
    expect(comesBackAt(anOpenCircuit({ until: noon - minute }), noon)).toBe(noon + second);
    expect(comesBackAt(anOpenCircuit({ probes: 3 }), noon)).toBeUndefined();
  });
});

describe('circuit: of what the service may not do', () => {
  test('a condition that lasts for a quarter of an hour is taken for how it is meant, for a day', () => {
    const circuit = anOpenCircuit({ cause: 'not allowed' });
    expect(probeFailed(circuit, teamOnly, noon + 15 * minute - 1)).toMatchObject({ open: true });
    const meant = probeFailed(circuit, teamOnly, noon + 15 * minute);
    expect(meant).toMatchObject({ open: false });
    expect(isSettled(meant, teamOnly.reason, noon + 24 * hour)).toBe(true);
    expect(isSettled(meant, teamOnly.reason, noon + 24 * hour + 15 * minute)).toBe(false);
  });

  test('one that follows on an outage is waited for as long as any other', () => {
    const outage = anOpenCircuit({ cause: 'down' });
    const refused = after(probeFailed(outage, teamOnly, noon + 6 * hour));
    expect(refused).toMatchObject({ open: true, cause: 'not allowed', since: noon + 6 * hour });
    expect(probeFailed(refused, teamOnly, noon + 6 * hour + minute)).toMatchObject({ open: true });
  });

  test('another refusal than the one that is meant so is not', () => {
    expect(isSettled(settled(well, 'a team key', noon), 'emails are switched off', noon)).toBe(false);
    expect(isSettled(undefined, 'a team key', noon)).toBe(false);
  });
});

describe('circuit: of a lane in doubt', () => {
  test('one doubt is written down, and the next only when Notify has been asked since', () => {
    const circuit = after(doubted(well, noon));
    expect(isInDoubt(circuit)).toBe(true);
    expect(isToBeAsked(circuit, noon)).toBe(true);
    expect(doubted(circuit, noon + minute)).toBeUndefined();
    const proven = asked(circuit, { answered: 'all' }, noon + minute);
    expect(isInDoubt(proven)).toBe(false);
    expect(doubted(proven, noon + 2 * minute)).toMatchObject({ doubtedAt: noon + 2 * minute });
  });

  test('it goes on being asked for while Notify answers some of the empty messages and not others', () => {
    const circuit = asked(aDoubtedLane(), { answered: 'some' }, noon + minute);
    expect(circuit).toMatchObject({ open: false, answeredAt: noon + minute, disprovenAt: noon + minute });
    expect(isToBeAsked(circuit, noon + minute)).toBe(true);
  });

  test('that a message was taken is written every five seconds while there is a doubt', () => {
    const circuit = after(witnessed(aDoubtedLane(), noon + second));
    expect(witnessed(circuit, noon + 5 * second)).toBeUndefined();
    expect(witnessed(circuit, noon + 6 * second)).toMatchObject({ takenAt: noon + 6 * second });
  });

  test('that a message was taken is written every ten minutes when there is none any more, and not at all in the end', () => {
    const circuit = aDoubtedLane({ takenAt: noon + second, provenAt: noon + minute });
    expect(witnessed(circuit, noon + 9 * minute)).toBeUndefined();
    expect(witnessed(circuit, noon + 11 * minute)).toMatchObject({ takenAt: noon + 11 * minute });
    expect(witnessed(circuit, noon + 3 * hour)).toBeUndefined();
  });

  test('nothing is written of a lane of which nothing bad is known', () => {
    expect(witnessed(well, noon)).toBeUndefined();
  });
});
