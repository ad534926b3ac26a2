import { deliveryStates } from '../../lib/contract/delivery';
import { detailTypes } from '../../lib/contract/events';
import { metrics } from '../../lib/contract/metrics';

const distinct = (texts: readonly string[]): boolean => new Set(texts).size === texts.length;

describe('the names in the contract', () => {
  it('give every state an event of its own', () => {
    expect(Object.keys(detailTypes).sort()).toEqual([...deliveryStates].sort());
    expect(distinct(Object.values(detailTypes))).toBe(true);
  });

  it('give every metric a name of its own', () => {
    expect(distinct(Object.values(metrics.names))).toBe(true);
  });
});
