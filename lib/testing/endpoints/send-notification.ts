import { crash } from '../../rules/refusal';
import type { Endpoint } from './call';
import { sendEmail } from './send-email';
import { sendLetter } from './send-letter';
import { sendSms } from './send-sms';

/** Sends by the channel the path names. Notify falls over any other, once it has counted the request. */
export const sendNotification: Endpoint = (call) => {
  const [channel] = call.parameters;
  if (channel === 'sms') return sendSms(call);
  if (channel === 'email') return sendEmail(call);
  if (channel === 'letter') return sendLetter(call);
  call.notify.limits.takeToken(call.service, call.key.type, call.now);
  throw crash('KeyError');
};
