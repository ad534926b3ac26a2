import { CachedHolds } from '../../../lambda/shared/holds/cached-holds';
import type { HoldStore, Stops } from '../../../lambda/shared/holds/hold-store';
import { MemoryHoldStore } from '../../fakes/memory-holds';
import { noon } from '../deliveries/deliveries';
import { ClockInTest } from '../../fakes/clock-in-test';
import { aDoubtedLane, anOpenCircuit } from './circuits';
import { aHold, aProbe } from './holds';
import { second } from '../../../lib/contract/time';

/** Counts how often it is read, and fails when the test says so. */
class WatchedHolds extends MemoryHoldStore implements HoldStore {
  reads = 0;
  down = false;

  override async read(): Promise<Stops> {
    this.reads += 1;
    if (this.down) throw new Error('the table is down');
    return super.read();
  }
}

let clock: ClockInTest;
let store: WatchedHolds;
let board: CachedHolds;
beforeEach(() => {
  clock = new ClockInTest(noon);
  store = new WatchedHolds();
  board = new CachedHolds(store, clock);
});

describe('CachedHolds', () => {
  it('the holds are read at most every five seconds, however many messages ask', async () => {
    await Promise.all(Array.from({ length: 50 }, () => board.active('email')));
    for (let ask = 0; ask < 50; ask += 1) {
      await board.active('sms');
      clock.moveBy(99);
    }
    expect(store.reads).toBe(1);
    clock.moveTo(noon + 5 * second);
    await board.active('email');
    expect(store.reads).toBe(2);
  });

  it('a hold placed by another sender is seen within five seconds, and so is its end', async () => {
    expect(await board.active('email')).toBeUndefined();
    await store.place(aProbe(), noon);
    clock.moveBy(5 * second);
    expect(await board.active('email')).toEqual(aProbe());
    await store.replace(aProbe(), undefined);
    clock.moveBy(5 * second);
    expect(await board.active('email')).toBeUndefined();
  });

  it('a hold that this sender placed is seen at once', async () => {
    expect(await board.active('email')).toBeUndefined();
    await board.place(aHold());
    expect(await board.active('email')).toEqual(aHold());
    expect(await board.active('sms')).toBeUndefined();
  });

  it('a hold is over at its end without another read', async () => {
    const hold = aHold({ until: noon + second });
    await board.place(hold);
    expect(await board.active('email')).toEqual(hold);
    clock.moveBy(second);
    expect(await board.active('email')).toBeUndefined();
    expect(store.reads).toBe(1);
  });

  it('an unreadable table gives an error, not a guess, and the next call reads it again', async () => {
    store.down = true;
    await expect(Promise.all([board.active('email'), board.active('sms')])).rejects.toThrow('the table is down');
    expect(store.reads).toBe(1);
    store.down = false;
    await store.place(aProbe(), noon);
    expect(await board.active('email')).toEqual(aProbe());
  });

  it('the holds are read again when the clock has jumped an hour, forward or back', async () => {
    await board.active('email');
    clock.moveBy(3600 * second);
    await board.active('email');
    clock.moveBy(-7200 * second);
    await board.active('email');
    expect(store.reads).toBe(3);
  });
});

describe('cached holds: of a lane in trouble', () => {
  const known = async () => (await store.read()).circuits;

  test('nothing is written where nothing is to be changed', async () => {
    expect(await board.change('email', () => undefined)).toBeUndefined();
    expect(await known()).toEqual([]);
  });

  test('a change is made of what is known of the lane, or of a lane that is well, and is known at once', async () => {
    await board.change('email', (circuit) => ({ ...circuit, probes: 1 }));
    await board.change('email', (circuit) => ({ ...circuit, probes: circuit.probes + 1 }));
    expect(await board.circuit('email')).toMatchObject({ lane: 'email', probes: 2, version: 2 });
    expect(await board.circuit('sms')).toBeUndefined();
  });

  test('a change is made anew of what another sender wrote since it was read', async () => {
    await board.circuit('email');
    await store.writeCircuit(aDoubtedLane({ version: 0 }));
    await board.change('email', (circuit) => ({ ...circuit, takenAt: noon + 1 }));
    expect(await known()).toMatchObject([{ doubtedAt: noon, takenAt: noon + 1, version: 2 }]);
  });

  test('one message of a sender at a time tries to be the one that finds out, and another in five seconds', async () => {
    const circuit = anOpenCircuit({ until: noon });
    expect([board.mayTry(circuit), board.mayTry(circuit)]).toEqual([true, false]);
    expect(board.mayTry(anOpenCircuit({ lane: 'sms', until: noon }))).toBe(true);
    clock.moveBy(5 * second);
    expect(board.mayTry(circuit)).toBe(true);
    board.tried('email');
    expect(board.mayTry(circuit)).toBe(true);
  });

  test('of 16 senders one takes the probe', async () => {
    await store.writeCircuit(anOpenCircuit({ version: 0, until: noon }));
    const senders = Array.from({ length: 16 }, () => new CachedHolds(store, clock));
    const took = await Promise.all(
      senders.map(async (sender) => {
        const circuit = await sender.circuit('email');
        return circuit !== undefined && sender.takeProbe(circuit);
      }),
    );
    expect(took.filter(Boolean)).toHaveLength(1);
  });
});
