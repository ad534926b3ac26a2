import { MemoryRoom } from '../../lambda/send/memory-room';
import { leastSendMemory, payloadsInHand } from '../../lib/contract/memory';
import { payloads } from '../../lib/contract/payloads';
import { VirtualClock } from '../../local/virtual-clock';

const setUp = () => {
  const clock = new VirtualClock(0);
  return { clock, room: new MemoryRoom(100, clock) };
};
const passes = () => new Promise((resolve) => setImmediate(resolve));

describe('send: room in memory for large messages', () => {
  test('there is room until it is taken, and again when it is left', () => {
    const { room } = setUp();
    expect([60, 60, 40].map((bytes) => room.tryEnter(bytes))).toEqual([true, false, true]);
    room.leave(60);
    expect(room.tryEnter(60)).toBe(true);
  });

  test('those who wait have it in their order, so a large one is not passed by small ones for ever', async () => {
    const { room } = setUp();
    room.tryEnter(90);
    const entered: string[] = [];
    void room.enter(80).then(() => entered.push('large'));
    void room.enter(5).then(() => entered.push('small'));
    expect(room.tryEnter(5)).toBe(false);
    await passes();
    expect(entered).toEqual([]);
    room.leave(90);
    await passes();
    expect(entered).toEqual(['large', 'small']);
  });

  test('who has waited for twenty seconds has none, and stands in nobody’s way', async () => {
    const { clock, room } = setUp();
    room.tryEnter(90);
    const tooLong = room.enter(80);
    clock.advanceTo(10_000);
    const small = room.enter(5);
    clock.advanceTo(20_000);
    expect(await tooLong).toBe(false);
    expect(await small).toBe(true);
    room.leave(90);
    room.leave(5);
    expect(room.tryEnter(100)).toBe(true);
  });

  test('nobody waits on once they have room', async () => {
    const { clock, room } = setUp();
    room.tryEnter(100);
    const waiting = room.enter(50);
    room.leave(100);
    expect(await waiting).toBe(true);
    expect(clock.nextAlarm).toBeUndefined();
  });

  test('every function has room for one message of the largest size, and for more with more memory', () => {
    expect(payloadsInHand(leastSendMemory)).toBeGreaterThanOrEqual(payloads.mostBytes);
    expect(payloadsInHand(128)).toBe(payloads.mostBytes);
    expect(payloadsInHand(1024)).toBeGreaterThan(3 * payloads.mostBytes);
  });
});
