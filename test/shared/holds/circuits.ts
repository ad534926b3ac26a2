import { closedCircuit, type Circuit } from '../../../lambda/shared/holds/circuit';
import { noon } from '../deliveries/deliveries';

/** A lane that was stopped at noon, to be tried again two seconds later. */
export const anOpenCircuit = (overrides: Partial<Circuit> = {}): Circuit => ({
  lane: 'email',
  version: 1,
  open: true,
  cause: 'down',
  reason: 'Notify is down: 500',
  since: noon,
  until: noon + 2000,
  probes: 0,
  ...overrides,
});

/** A lane on which a message failed at noon, and nobody knows why. */
export const aDoubtedLane = (overrides: Partial<Circuit> = {}): Circuit => ({
  ...closedCircuit('email'),
  version: 1,
  doubtedAt: noon,
  ...overrides,
});
