import { CachedHolds } from '../../../lambda/shared/holds/cached-holds';
import type { HoldStore, Stops } from '../../../lambda/shared/holds/hold-store';
import { MemoryHoldStore } from '../../fakes/memory-holds';
import { noon } from '../deliveries/deliveries';
import { ClockInTest } from '../../fakes/clock-in-test';
import { aHold, aProbe } from './holds';

const second = 1000;

/** Counts how often it is read, and fails when it is told to. */
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

describe('a sender’s view of the holds', () => {
  it('is read at most every five seconds, however many messages ask at once', async () => {
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

  it('learns of a hold that another placed within five seconds, and of its end', async () => {
    expect(await board.active('email')).toBeUndefined();
    await store.place(aProbe(), noon);
    clock.moveBy(5 * second);
    expect(await board.active('email')).toEqual(aProbe());
    await store.replace(aProbe(), undefined);
    clock.moveBy(5 * second);
    expect(await board.active('email')).toBeUndefined();
  });

  it('knows at once of a hold that it placed itself', async () => {
    expect(await board.active('email')).toBeUndefined();
    await board.place(aHold());
    expect(await board.active('email')).toEqual(aHold());
    expect(await board.active('sms')).toBeUndefined();
  });

  it('knows when a hold is over without another look', async () => {
    const hold = aHold({ until: noon + second });
    await board.place(hold);
    expect(await board.active('email')).toEqual(hold);
    clock.moveBy(second);
    expect(await board.active('email')).toBeUndefined();
    expect(store.reads).toBe(1);
  });

  it('is not guessed while the table is down, and is read again as soon as somebody asks', async () => {
    store.down = true;
    await expect(Promise.all([board.active('email'), board.active('sms')])).rejects.toThrow('the table is down');
    expect(store.reads).toBe(1);
    store.down = false;
    await store.place(aProbe(), noon);
    expect(await board.active('email')).toEqual(aProbe());
  });

  it('is read anew when the clock has jumped an hour, forward or back', async () => {
    await board.active('email');
    clock.moveBy(3600 * second);
    await board.active('email');
    clock.moveBy(-7200 * second);
    await board.active('email');
    expect(store.reads).toBe(3);
  });
});
