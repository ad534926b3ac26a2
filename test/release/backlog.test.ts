import { Backlog } from '../../lambda/release/backlog';
import { noon } from '../shared/deliveries/deliveries';

describe('release: room on the queue', () => {
  test('there is room for what is sent until the next run, and in the burst before', () => {
    expect(new Backlog(48).room(0, noon)).toBe(3600);
    expect(new Backlog(48).room(600, noon)).toBe(3000);
    expect(new Backlog(48).room(1_000_000, noon)).toBe(0);
  });

  test('what was brought back counts before SQS counts it, less what is sent meanwhile', () => {
    const backlog = new Backlog(48);
    backlog.room(0, noon);
    backlog.add(3600);
    expect(backlog.room(0, noon)).toBe(0);
    expect(backlog.room(0, noon + 10_000)).toBe(480);
    expect(backlog.room(3200, noon + 10_000)).toBe(400);
    expect(backlog.room(0, noon + 600_000)).toBe(3600);
  });

  test('a queue that somebody empties has room again before the next run but one', () => {
    const backlog = new Backlog(48);
    backlog.room(1_000_000, noon);
    expect(backlog.room(0, noon + 75_000)).toBe(3600);
  });

  test.each([
    [48, 9],
    [3, 5],
    [0.5, 0],
  ])('at %d a second, room for %d messages is not worth a call', (rate, messages) => {
    const full = Math.ceil(rate * 75);
    expect(new Backlog(rate).room(full - messages, noon)).toBe(0);
    expect(new Backlog(rate).room(full - messages - 1, noon)).toBe(messages + 1);
  });

  test('a clock that goes back makes no room less', () => {
    const backlog = new Backlog(48);
    backlog.room(0, noon);
    expect(backlog.room(0, noon - 3_600_000)).toBe(3600);
  });
});
