import type { Template } from '../notify/responses';
import { looseKey, placeholdersOf } from '../rules/templates/placeholders';
import type { TemplateText } from '../rules/templates/template';

/**
 * A template as Notify's API gives it, in the form that the template rules read. The API leaves out the Welsh half of a
 * bilingual letter but names its placeholders, so what no other text holds stands for that half.
 */
export function templateText({ type, body, subject, letter_contact_block, personalisation }: Template): TemplateText {
  const text: TemplateText = { type, body, subject, letterContactBlock: letter_contact_block };
  const found = new Set(placeholdersOf(text).map(looseKey));
  const others = Object.keys(personalisation).filter((name) => !found.has(looseKey(name)));
  return others.length === 0 ? text : { ...text, welshBody: others.map((name) => `((${name}))`).join(' ') };
}
