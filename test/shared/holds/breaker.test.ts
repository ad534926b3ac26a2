import { Breaker } from '../../../lambda/shared/holds/breaker';

const outcomes = (breaker: Breaker, count: number): boolean[] => Array.from({ length: count }, () => breaker.unknown());

describe('the breaker', () => {
  it('opens at the fifth unknown outcome in a row, and not before', () => {
    expect(outcomes(new Breaker(), 5)).toEqual([false, false, false, false, true]);
  });

  it('counts anew after any answer', () => {
    const breaker = new Breaker();
    outcomes(breaker, 4);
    breaker.answered();
    expect(outcomes(breaker, 5)).toEqual([false, false, false, false, true]);
  });

  it('counts a message that may itself be at fault once, however often it is tried', () => {
    const breaker = new Breaker();
    expect(Array.from({ length: 20 }, () => breaker.unknown('the one'))).not.toContain(true);
    expect(['another', 'a third', 'a fourth', 'a fifth'].map((id) => breaker.unknown(id))).toEqual([
      false,
      false,
      false,
      true,
    ]);
  });

  it('counts anew after it has opened', () => {
    const breaker = new Breaker();
    expect(outcomes(breaker, 10).flatMap((opened, place) => (opened ? [place] : []))).toEqual([4, 9]);
  });
});
