import { validate } from 'uuid';
import { deliveryStates } from '../../lib/contract/delivery';
import { detailTypes } from '../../lib/contract/events/names';
import { heldQueues, lanes } from '../../lib/contract/lane';
import { channels } from '../../lib/contract/message';
import { metrics } from '../../lib/contract/metrics';
import { stateItems } from '../../lib/contract/state-items';
import { holdScopes } from '../../lambda/shared/holds/hold';

const distinct = (texts: readonly string[]): boolean => new Set(texts).size === texts.length;

describe('contract names', () => {
  it('every state has its own event type', () => {
    expect(Object.keys(detailTypes)).toEqual(expect.arrayContaining([...deliveryStates]));
    expect(distinct(Object.values(detailTypes))).toBe(true);
  });

  it('table items that are not deliveries have distinct ids that no delivery can have', () => {
    expect(Object.keys(stateItems.hold).sort()).toEqual([...holdScopes].sort());
    expect(Object.keys(stateItems.poll).sort()).toEqual([...channels].sort());
    const ids = [stateItems.rateLimit, ...Object.values(stateItems.hold), ...Object.values(stateItems.poll)];
    expect(distinct(ids)).toBe(true);
    expect(ids.filter((id) => validate(id))).toEqual([]);
  });

  it('every lane has a held queue and a hold scope', () => {
    expect(heldQueues).toEqual(expect.arrayContaining([...lanes]));
    expect(holdScopes).toEqual(expect.arrayContaining([...lanes]));
  });

  it('every metric has its own name', () => {
    expect(distinct(Object.values(metrics.names))).toBe(true);
  });
});
