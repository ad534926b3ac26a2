import { checkNoFiles } from '../rules/files/files-in';
import { checkNumber } from '../rules/permissions';
import { checkPhoneNumber } from '../rules/recipients/check-recipient';
import { sendSms } from '../rules/schema/requests';
import { validate } from '../rules/schema/validate';
import { checkLength, checkNothingMissing, renderToSend } from '../rules/templates/checks';
import { checkPersonalisationCanBeStored } from './check-storable';
import { checkChannel, requestOf, templateFor, type Known, type MessageOf } from './known';

/** Refuses a text message in the order in which Notify looks at it. */
export function checkSms(message: MessageOf<'sms'>, known: Known): void {
  const { template_id: id, personalisation = {}, phone_number: number } = message;
  validate(requestOf(message), sendSms, 0);
  checkChannel(known, 'sms');
  const template = templateFor(known, id, 'sms');
  if (template) checkNothingMissing(template, personalisation);
  const rendered = template && renderToSend(template, personalisation);
  checkNoFiles(personalisation);
  const phone = checkPhoneNumber(number.trim());
  if (phone.valid && known.permissions) checkNumber(known.permissions, phone);
  if (template && rendered) checkLength(template, rendered);
  checkPersonalisationCanBeStored(personalisation);
}
