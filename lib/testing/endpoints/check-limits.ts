import type { Channel } from '../world/world';
import type { EndpointCall } from './call';

/** Takes a token and looks at the day's allowance, before anything of the message is looked at. */
export function checkLimits({ notify, service, key, now }: EndpointCall, channel: Channel): void {
  notify.limits.takeToken(service, key.type, now);
  notify.limits.checkDaily(service, key.type, channel, now);
}
