import { Turns } from '../../lambda/release/turns';
import { heldQueues } from '../../lib/contract/lane';
import { noon } from '../shared/deliveries/deliveries';

describe('release: turns of the held queues', () => {
  test('all queues are asked at once, and urgent ones though there is no room', () => {
    const turns = new Turns();
    expect(turns.next(['urgent', 'email', 'sms'], 100, noon)).toEqual([
      { queue: 'urgent', count: 10 },
      { queue: 'email', count: 10 },
      { queue: 'sms', count: 10 },
    ]);
    expect(turns.next(heldQueues, 0, noon)).toEqual([{ queue: 'urgent', count: 10 }]);
  });

  test('a queue that gives what it is asked for is asked for more and more, up to forty', () => {
    const turns = new Turns();
    const counts = [10, 20, 40, 40].map((count) => {
      const [taking] = turns.next(['email'], 1000, noon);
      turns.gave('email', count, count, noon);
      return taking?.count;
    });
    expect(counts).toEqual([10, 20, 40, 40]);
    turns.gave('email', 3, 40, noon);
    expect(turns.next(['email'], 1000, noon)).toEqual([{ queue: 'email', count: 10 }]);
  });

  test('a queue that gave nothing rests for ten seconds', () => {
    const turns = new Turns();
    turns.gave('sms', 0, 10, noon);
    expect(turns.isAwake('sms', noon + 9999)).toBe(false);
    expect(turns.next(['email', 'sms'], 100, noon)).toEqual([{ queue: 'email', count: 10 }]);
    expect(turns.isAwake('sms', noon + 10_000)).toBe(true);
  });

  test('where there is room for a few, each queue has its turn, from where it came to last time', () => {
    const turns = new Turns();
    const asked = [12, 5, 5].map((room) => turns.next(['email', 'sms', 'letter'], room, noon));
    expect(asked).toEqual([
      [
        { queue: 'email', count: 10 },
        { queue: 'sms', count: 2 },
      ],
      [{ queue: 'letter', count: 5 }],
      [{ queue: 'email', count: 5 }],
    ]);
  });

  test('queues that give much share what room there is', () => {
    const turns = new Turns();
    for (const queue of ['email', 'sms'] as const) turns.gave(queue, 10, 10, noon);
    expect(turns.next(['email', 'sms', 'letter'], 42, noon)).toEqual([
      { queue: 'email', count: 20 },
      { queue: 'sms', count: 12 },
      { queue: 'letter', count: 10 },
    ]);
  });
});
