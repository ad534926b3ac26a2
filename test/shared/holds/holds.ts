import type { Hold } from '../../../lambda/shared/holds/hold';
import { noon } from '../deliveries/deliveries';

/** A hold that ends at a time of its own. */
export const aHold = (overrides: Partial<Hold> = {}): Hold => ({
  scope: 'email',
  reason: "Notify's daily limit for emails is spent",
  since: noon,
  until: noon + 3_600_000,
  probe: false,
  probes: 0,
  ...overrides,
});

/** A hold that ends when Notify answers well. */
export const aProbe = (overrides: Partial<Hold> = {}): Hold =>
  aHold({ scope: 'everything', reason: 'Notify is down', until: noon + 30_000, probe: true, ...overrides });
