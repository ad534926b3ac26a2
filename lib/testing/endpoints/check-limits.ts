import { badRequest } from '../http/errors';
import type { Channel } from '../world/world';
import type { Call } from './call';

/** Takes a token and looks at the day's allowance, before anything of the message is looked at. */
export function checkLimits({ notify, service, key, now }: Call, channel: Channel): void {
  notify.limits.takeToken(service, key.type, now);
  notify.limits.checkDaily(service, key.type, channel, now);
}

const plural: Record<Channel, string> = { sms: 'text messages', email: 'emails', letter: 'letters' };

export function checkPermission({ service }: Call, channel: Channel): void {
  if (!service.permissions.includes(channel)) throw badRequest(`Service is not allowed to send ${plural[channel]}`);
}
