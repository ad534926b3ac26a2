import { decodeLetter } from '../rules/files/decode-letter';
import { checkNoFiles } from '../rules/files/files-in';
import { checkPostalAddress } from '../rules/recipients/postal-address';
import { validationError } from '../rules/refusal';
import { sendLetter, sendPrecompiledLetter } from '../rules/schema/requests';
import { validate } from '../rules/schema/validate';
import { checkNothingMissing, checkQrCode, renderToSend } from '../rules/templates/checks';
import { checkAddressCanBeStored, checkPersonalisationCanBeStored } from './check-storable';
import { checkChannel, requestOf, templateFor, type Known, type MessageOf } from './known';

/** Refuses a letter made from a template in the order in which Notify looks at it. */
export function checkLetter(message: MessageOf<'letter'>, known: Known): void {
  const { template_id: id, personalisation } = message;
  validate(requestOf(message), sendLetter, 0);
  checkChannel(known, 'letter');
  const template = templateFor(known, id, 'letter');
  if (template) {
    checkQrCode(template, personalisation);
    checkNothingMissing(template, personalisation);
    renderToSend(template, personalisation);
  }
  checkNoFiles(personalisation);
  const allowInternational = known.permissions?.includes('international_letters') ?? true;
  // Notify knows names of countries that we do not.
  const address = checkPostalAddress(personalisation, { allowInternational, anyCountry: true });
  if (!address.valid) throw validationError([address.message]);
  checkPersonalisationCanBeStored(personalisation);
  checkAddressCanBeStored(personalisation);
}

/** Refuses what Notify cannot decode. Whether it is a PDF, Notify itself looks at later. */
export function checkPrecompiledLetter(message: MessageOf<'precompiled_letter'>, known: Known): void {
  validate(requestOf(message), sendPrecompiledLetter, 0);
  checkChannel(known, 'letter');
  decodeLetter(message.content);
}
