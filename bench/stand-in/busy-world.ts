import { defaultWorld, type World } from '../../lib/testing';

/** The default world, without the limits that would end a benchmark after a second. */
export function busyWorld(): World {
  const [service] = defaultWorld().services;
  if (service === undefined) throw new Error('the default world has no service');
  const dailyLimits = { email: 1e9, sms: 1e9, letter: 1e9, international_sms: 1e9 };
  return { services: [{ ...service, rateLimit: 1e9, dailyLimits }] };
}
