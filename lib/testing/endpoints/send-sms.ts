import { randomUUID } from 'node:crypto';
import type { PhoneNumberCheck } from '../../rules/recipients/phone-number';
import { checkPhoneNumber } from '../sending/check-recipient';
import { badRequest, crash, Refusal } from '../http/errors';
import { sendSms as schema } from '../schema/requests';
import { validate } from '../schema/validate';
import { checkNoFiles } from '../sending/files';
import { checkLength, checkNothingMissing, renderToSend, templateToSend } from '../sending/find-template';
import { checkMaySendTo, isSmokeTest } from '../sending/recipients';
import { smsSender } from '../sending/senders';
import { originOf, store } from '../sending/store';
import { personalisationOf, readBody, textOrNull } from './body';
import type { Call, Endpoint } from './call';
import { checkLimits, checkPermission } from './check-limits';
import { sentReply } from './sent-reply';

type Phone = Extract<PhoneNumberCheck, { valid: true }>;

export const sendSms: Endpoint = (call) => {
  checkLimits(call, 'sms');
  const body = validate(readBody(call), schema, call.now);
  checkPermission(call, 'sms');
  const used = templateToSend(call.service, body['template_id'], 'sms');
  const personalisation = personalisationOf(body);
  checkNothingMissing(used.version, personalisation);
  const rendered = renderToSend(used.version, personalisation);
  checkNoFiles(personalisation);
  const sender = smsSender(call.service, body['sms_sender_id']);
  const recipient = String(body['phone_number']).trim();
  const phone = readPhone(recipient);
  checkMaySendTo(call, phone.normalised);
  checkNumber(call, phone);
  checkLength(used.version, rendered);

  const id = randomUUID();
  const reference = textOrNull(body, 'reference');
  if (!isSmokeTest(phone.normalised)) {
    const { international, rateMultiplier, reportsDelivery } = phone;
    const details = international ? { details: { international, rateMultiplier, reportsDelivery } } : {};
    const message = { id, personalisation, reference, recipient, status: 'created', ...details } as const;
    store(call, originOf(call, used), message, isAbroad(phone) ? ['sms', 'international_sms'] : ['sms']);
  }
  return sentReply(call, id, reference, used, { body: rendered.body, from_number: sender });
};

function readPhone(number: string): Phone {
  const phone = checkPhoneNumber(number);
  // The schema has let it through already.
  if (!phone.valid) throw crash('InvalidPhoneError');
  return phone;
}

function checkNumber({ notify, service, key, now }: Call, phone: Phone): void {
  if (phone.ukLandline && !service.permissions.includes('sms_to_uk_landlines')) {
    throw new Refusal(400, [{ error: 'InvalidPhoneError', message: 'Not a UK mobile number' }]);
  }
  if (!isAbroad(phone)) return;
  if (!service.permissions.includes('international_sms')) {
    throw badRequest('Cannot send to international mobile numbers');
  }
  notify.limits.checkDaily(service, key.type, 'international_sms', now);
}

/** Crown dependencies are billed as international, but are +44 like the rest of the country. */
function isAbroad({ countryPrefix }: Phone): boolean {
  return countryPrefix !== '44';
}
