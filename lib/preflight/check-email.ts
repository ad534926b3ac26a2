import { checkFileOptions } from '../rules/files/check-file-options';
import { checkExtension, couldBeAttachedFile, readFile } from '../rules/files/check-file';
import { filesIn, type File } from '../rules/files/files-in';
import { checkEmailAddress } from '../rules/recipients/check-recipient';
import { isSmokeTest } from '../rules/recipients/smoke-tests';
import { sendEmail } from '../rules/schema/requests';
import { validate } from '../rules/schema/validate';
import { checkLength, checkNothingMissing, renderToSend, sanitiseOrCrash } from '../rules/templates/checks';
import { looseKey, placeholdersOf } from '../rules/templates/placeholders';
import { renderTemplate } from '../rules/templates/render';
import type { TemplateValues } from '../rules/templates/template';
import { checkPersonalisationCanBeStored } from './check-storable';
import { checkChannel, requestOf, templateFor, type Known, type MessageOf } from './known';

/** Refuses an email in the order in which Notify looks at it. */
export function checkEmail(message: MessageOf<'email'>, known: Known): void {
  validate(requestOf(message), sendEmail, 0);
  checkChannel(known, 'email');
  const cleaned = sanitiseOrCrash(message.personalisation ?? {}, message.sanitise_content_for);
  const template = templateFor(known, message.template_id, 'email');
  // Notify may fill these in itself, whatever is given for them.
  const names = template ? placeholdersOf(template) : Object.keys(cleaned.personalisation);
  const attached = names.filter(couldBeAttachedFile);
  const personalisation = without(attached, cleaned.personalisation);
  const filled = { ...personalisation, ...sameForAll(attached, 'a link') };
  if (template) checkNothingMissing(template, filled);
  if (template) renderToSend(template, filled);
  const files = filesIn(personalisation);
  checkFiles(files, message.email_address);
  // Links come in the place of files. How long they will be is not known, so they count for nothing.
  const linked = { ...personalisation, ...sameForAll([...attached, ...files.map(([name]) => name)], '') };
  checkPersonalisationCanBeStored(linked);
  if (template) checkLength(template, renderTemplate(template, linked));
}

function without(names: readonly string[], personalisation: TemplateValues): TemplateValues {
  const keys = new Set(names.map(looseKey));
  return Object.fromEntries(Object.entries(personalisation).filter(([name]) => !keys.has(looseKey(name))));
}

const sameForAll = (names: readonly string[], value: string): TemplateValues =>
  Object.fromEntries(names.map((name) => [name, value]));

function checkFiles(files: readonly [string, File][], emailAddress: string): void {
  for (const [, file] of files) checkFileOptions(file, 0);
  const address = checkEmailAddress(emailAddress);
  // A smoke test uploads nothing.
  if (address.valid && isSmokeTest(address.normalised)) return;
  for (const [, file] of files) {
    readFile(file);
    // Without a name, Notify goes by the content, and knows more kinds of it than we do here.
    if (typeof file['filename'] === 'string') checkExtension(file['filename']);
  }
}
