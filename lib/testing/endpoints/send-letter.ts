import { randomUUID } from 'node:crypto';
import { checkNoFiles } from '../../rules/files/files-in';
import { checkPermission } from '../../rules/permissions';
import { isObject } from '../../rules/python/read-json';
import { checkPostalAddress } from '../../rules/recipients/postal-address';
import { crash, validationError } from '../../rules/refusal';
import { sendLetter as schema } from '../../rules/schema/requests';
import { validate } from '../../rules/schema/validate';
import { checkAddressStorable, checkPersonalisationStorable } from '../../rules/storable';
import { checkNothingMissing, checkQrCode, renderToSend } from '../../rules/templates/checks';
import { letterPages } from '../letters/letter-pages';
import { firstLetterStatus } from '../lifecycle/plan-letter';
import { templateToSend } from '../sending/find-template';
import { originOf, store } from '../sending/store';
import { personalisationOf, readBody, textOrNull } from './body';
import type { EndpointCall, Endpoint } from './call';
import { checkLimits } from './check-limits';
import { checkMaySendLetters } from './letters-allowed';
import { sendPrecompiledLetter } from './send-precompiled-letter';
import { sentReply } from './sent-reply';

export const sendLetter: Endpoint = (call) => {
  checkLimits(call, 'letter');
  const body = readBody(call);
  if (hasContent(body)) return sendPrecompiledLetter(call, body);
  // Notify hands a letter with a template on, and counts it a second time.
  checkLimits(call, 'letter');
  return sendTemplatedLetter(call, validate(body, schema, call.now));
};

function sendTemplatedLetter(call: EndpointCall, body: Readonly<Record<string, unknown>>): ReturnType<Endpoint> {
  checkPermission(call.service.permissions, 'letter');
  const used = templateToSend(call.service, body['template_id'], 'letter');
  const personalisation = personalisationOf(body);
  checkQrCode(used.version, personalisation);
  checkNothingMissing(used.version, personalisation);
  const content = renderToSend(used.version, personalisation);
  checkNoFiles(personalisation);
  checkMaySendLetters(call);
  const allowInternational = call.service.permissions.includes('international_letters');
  const address = checkPostalAddress(personalisation, { allowInternational });
  if (!address.valid) throw validationError([address.message]);

  checkPersonalisationStorable(personalisation);
  checkAddressStorable(personalisation);
  const id = randomUUID();
  const reference = textOrNull(body, 'reference');
  const details = { postage: address.postage ?? used.template.postage, pages: letterPages(content.body).length };
  const status = firstLetterStatus(call.key.type, used.template);
  const origin = originOf(call, used);
  store(call, origin, { id, personalisation, reference, recipient: '', status, details }, ['letter']);
  return sentReply(call, id, reference, used, { body: content.body, subject: content.subject });
}

/** Python's `in`, with which Notify distinguishes the two kinds of letter before it knows what the body is. */
function hasContent(body: unknown): boolean {
  if (typeof body === 'string') return body.includes('content');
  if (Array.isArray(body)) return body.includes('content');
  if (!isObject(body)) throw crash('TypeError');
  return Object.hasOwn(body, 'content');
}
