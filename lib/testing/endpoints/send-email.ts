import { randomUUID } from 'node:crypto';
import { checkPermission } from '../../rules/permissions';
import { checkEmailAddress } from '../../rules/recipients/check-recipient';
import { isSmokeTest } from '../../rules/recipients/smoke-tests';
import { crash } from '../../rules/refusal';
import { sendEmail as schema } from '../../rules/schema/requests';
import { validate } from '../../rules/schema/validate';
import { checkPersonalisationStorable } from '../../rules/storable';
import { checkLength, checkNothingMissing, renderToSend, sanitiseOrCrash } from '../../rules/templates/checks';
import { renderTemplate } from '../../rules/templates/render';
import { uploadFiles, withAttachedFiles } from '../sending/files';
import { templateToSend } from '../sending/find-template';
import { checkMaySendTo } from '../sending/recipients';
import { replyToAddress } from '../sending/senders';
import { originOf, store } from '../sending/store';
import { unsubscribeUrl } from '../sending/unsubscribe';
import { personalisationOf, readBody, textOrNull } from './body';
import type { Endpoint } from './call';
import { checkLimits } from './check-limits';
import { sentReply } from './sent-reply';

export const sendEmail: Endpoint = async (call) => {
  checkLimits(call, 'email');
  const body = validate(readBody(call), schema, call.now);
  checkPermission(call.service.permissions, 'email');
  const cleaned = sanitiseOrCrash(personalisationOf(body), body['sanitise_content_for']);
  const used = templateToSend(call.service, body['template_id'], 'email');
  const given = withAttachedFiles(cleaned.personalisation, used.version, call.service);
  checkNothingMissing(used.version, given);
  renderToSend(used.version, given);
  const replyTo = replyToAddress(call.service, body['email_reply_to_id']);
  const address = checkEmailAddress(String(body['email_address']));
  // The schema has let it through already.
  if (!address.valid) throw crash('InvalidEmailError');
  checkMaySendTo(call, address.normalised);
  const smokeTest = isSmokeTest(address.normalised);
  const { personalisation, uploads, contents } = await uploadFiles(given, call.service, smokeTest, call.now);
  const rendered = renderTemplate(used.version, personalisation);
  checkLength(used.version, rendered);

  checkPersonalisationStorable(personalisation);
  const id = randomUUID();
  const reference = textOrNull(body, 'reference');
  const from = `${call.service.emailLocalPart}@notifications.service.gov.uk`;
  const givenUrl = textOrNull(body, 'one_click_unsubscribe_url');
  if (!smokeTest) {
    const url = givenUrl ?? unsubscribeUrl(call.request.root, id, used.version);
    const details = url === null ? {} : { details: { unsubscribeUrl: url } };
    const message = { id, personalisation, reference, recipient: address.returnedAs, status: 'created' } as const;
    store(call, originOf(call, used), { ...message, ...details }, ['email']);
    call.notify.uploads.push(...uploads);
    call.notify.recorder.sentAs(id, from, replyTo);
    call.notify.recorder.keepFiles(id, uploads, contents);
  }
  const content = {
    body: rendered.body,
    subject: rendered.subject,
    from_email: from,
    one_click_unsubscribe_url: givenUrl,
  };
  return sentReply(call, id, reference, used, content, { sanitised_content: cleaned.sanitised_content });
};
