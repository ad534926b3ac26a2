import { second, minute } from '../../../lib/contract/time';
import { Breaker } from '../../../lambda/shared/holds/breaker';
import { noon } from '../deliveries/deliveries';

/** Messages fail one after the other, each a while after the one before. Answers at which the lane is to stop. */
const failing = (breaker: Breaker, count: number, every = 2 * second, from = noon): number[] =>
  Array.from({ length: count }, (_, number) => number).filter((number) => {
    const at = from + number * every;
    return breaker.doubt('email', `message ${at}`, at, at);
  });

const taken = (breaker: Breaker, attempts: readonly number[], at = noon): void =>
  attempts.forEach((count) => breaker.taken('email', at, count));

describe('breaker: when a lane is to stop', () => {
  test('it is at the fifth message that fails with none taken in between, and not before', () => {
    expect(failing(new Breaker(), 10)).toEqual([4, 9]);
  });

  test('it is not before five seconds are over, for what fails at one moment is one fact', () => {
    expect(failing(new Breaker(), 9, second / 2)).toEqual([]);
    expect(failing(new Breaker(), 12, second / 2)).toEqual([10]);
  });

  test('one message counts once, however often it is tried', () => {
    const breaker = new Breaker();
    const tries = Array.from({ length: 20 }, (_, number) => noon + number * minute);
    expect(tries.filter((at) => breaker.doubt('email', 'the one', at, at))).toEqual([]);
  });

  test('a message that is taken ends all doubts of its lane, and of no other', () => {
    const breaker = new Breaker();
    failing(breaker, 4);
    breaker.taken('sms', noon + 8 * second, 1);
    expect(failing(breaker, 1, 0, noon + 9 * second)).toEqual([0]);
    failing(breaker, 4, second, noon + minute);
    breaker.taken('email', noon + minute, 1);
    expect(failing(breaker, 4, second, noon + 2 * minute)).toEqual([]);
  });

  test('what another sender saw taken ends the doubts that are older', () => {
    const breaker = new Breaker();
    failing(breaker, 4);
    breaker.acceptedElsewhere('email', noon + 3 * second);
    expect(failing(breaker, 2, second, noon + 9 * second)).toEqual([]);
    breaker.acceptedElsewhere('email', undefined);
    expect(failing(breaker, 1, second, noon + 12 * second)).toEqual([0]);
  });

  test('what failed twenty minutes ago says nothing of now', () => {
    expect(failing(new Breaker(), 50, 6 * minute)).toEqual([]);
  });
});

describe('breaker: what a sender has seen of a lane', () => {
  test('it knows when a message was taken at once, and not of one that was taken at last', () => {
    const breaker = new Breaker();
    expect(breaker.seen('email', noon).takenAt).toBe(-Infinity);
    breaker.taken('email', noon, 1);
    breaker.taken('email', noon + minute, 7);
    expect(breaker.seen('email', noon + minute).takenAt).toBe(noon);
  });

  test('it does not know how well the lane is from fewer than five, nor from what is older than ten minutes', () => {
    const breaker = new Breaker();
    taken(breaker, [1, 1, 1, 1]);
    expect(breaker.seen('email', noon).isWell).toBeUndefined();
    taken(breaker, [1]);
    expect(breaker.seen('email', noon).isWell).toBe(true);
    expect(breaker.seen('email', noon + 10 * minute).isWell).toBeUndefined();
  });

  test('the lane is well while three of four attempts on what was taken were, and no longer', () => {
    const breaker = new Breaker();
    taken(breaker, [1, 1, 1, 1, 1, 3]);
    expect(breaker.seen('email', noon).isWell).toBe(true);
    taken(breaker, [3]);
    expect(breaker.seen('email', noon).isWell).toBe(false);
  });

  test('the last twenty count', () => {
    const breaker = new Breaker();
    taken(breaker, [90]);
    taken(
      breaker,
      Array.from({ length: 20 }, () => 1),
    );
    expect(breaker.seen('email', noon).isWell).toBe(true);
  });
});
