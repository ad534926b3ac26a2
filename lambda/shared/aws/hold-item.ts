import { stateItems } from '../../../lib/contract/state-items';
import { iso } from '../../../lib/contract/time';
import type { Hold } from '../holds/hold';

/** A hold as an item of the deliveries table. People read it in the console, so it says when in their words too. */
export const itemOfHold = (hold: Hold) => ({
  id: stateItems.hold[hold.scope],
  ...hold,
  since_time: iso(hold.since),
  until_time: iso(hold.until),
});
