import { randomUUID } from 'node:crypto';
import { checkNoFiles } from '../../rules/files/files-in';
import { checkNumber, checkPermission, isAbroad } from '../../rules/permissions';
import { checkPhoneNumber } from '../../rules/recipients/check-recipient';
import { isSmokeTest } from '../../rules/recipients/smoke-tests';
import { crash } from '../../rules/refusal';
import { sendSms as schema } from '../../rules/schema/requests';
import { validate } from '../../rules/schema/validate';
import { checkLength, checkNothingMissing, renderToSend } from '../../rules/templates/checks';
import { checkPersonalisationStorable } from '../../rules/storable';
import { templateToSend } from '../sending/find-template';
import { checkMaySendTo } from '../sending/recipients';
import { smsSender } from '../sending/senders';
import { originOf, store } from '../sending/store';
import { personalisationOf, readBody, textOrNull } from './body';
import type { Endpoint } from './call';
import { checkLimits } from './check-limits';
import { sentReply } from './sent-reply';

export const sendSms: Endpoint = (call) => {
  checkLimits(call, 'sms');
  const body = validate(readBody(call), schema, call.now);
  checkPermission(call.service.permissions, 'sms');
  const used = templateToSend(call.service, body['template_id'], 'sms');
  const personalisation = personalisationOf(body);
  checkNothingMissing(used.version, personalisation);
  const rendered = renderToSend(used.version, personalisation);
  checkNoFiles(personalisation);
  const sender = smsSender(call.service, body['sms_sender_id']);
  const recipient = String(body['phone_number']).trim();
  const phone = checkPhoneNumber(recipient);
  // The schema has let it through already.
  if (!phone.valid) throw crash('InvalidPhoneError');
  checkMaySendTo(call, phone.normalised);
  checkNumber(call.service.permissions, phone);
  if (isAbroad(phone)) call.notify.limits.checkDaily(call.service, call.key.type, 'international_sms', call.now);
  checkLength(used.version, rendered);

  checkPersonalisationStorable(personalisation);
  const id = randomUUID();
  const reference = textOrNull(body, 'reference');
  if (!isSmokeTest(phone.normalised)) {
    const { international, rateMultiplier, reportsDelivery } = phone;
    const details = international ? { details: { international, rateMultiplier, reportsDelivery } } : {};
    const message = { id, personalisation, reference, recipient, status: 'created', ...details } as const;
    store(call, originOf(call, used), message, isAbroad(phone) ? ['sms', 'international_sms'] : ['sms']);
    call.notify.recorder.sentAs(id, sender);
  }
  return sentReply(call, id, reference, used, { body: rendered.body, from_number: sender });
};
