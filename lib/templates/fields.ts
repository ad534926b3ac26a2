import type { Template } from '../notify/responses';
import { couldBeAttachedFile } from '../rules/files/check-file';
import { parseField } from '../rules/templates/field';
import { looseKey, placeholdersOf } from '../rules/templates/placeholders';
import type { TemplateText } from '../rules/templates/template';
import { templateText } from './template-text';

/** What a placeholder may be filled with, by the name of its type in `cdk-govuk-notify/publisher`. */
export type FieldType = 'Value' | 'FileOrValue' | 'YesOrNo' | 'string';

/** A value that a template needs. */
export interface SenderField {
  readonly name: string;
  readonly type: FieldType;
  /** Whether it may be left out: Notify itself fills in a file that is attached to an email template. */
  readonly optional: boolean;
}

/** Notify finds an address by these keys alone, so what means one of them, by its loose name, is spelled like it. */
export const addressKeys = new Map(
  [1, 2, 3, 4, 5, 6, 7]
    .map((line) => `address_line_${line}`)
    .concat('postcode')
    .map((key) => [looseKey(key), key]),
);

/** The values that a template needs, in the order of its text, each once and as it is spelled there first. */
export function fieldsOf(template: Template): SenderField[] {
  const text = templateText(template);
  const conditional = onlyConditional(text);
  return placeholdersOf(text).map((name) => {
    const key = looseKey(name);
    const addressKey = template.type === 'letter' ? addressKeys.get(key) : undefined;
    if (addressKey !== undefined) return { name: addressKey, type: 'string', optional: false };
    if (conditional.has(key)) return { name, type: 'YesOrNo', optional: false };
    if (template.type !== 'email') return { name, type: 'Value', optional: false };
    return { name, type: 'FileOrValue', optional: couldBeAttachedFile(name) };
  });
}

/** The placeholders that never show their value, only a text of the template's own. */
function onlyConditional({ body, subject, letterContactBlock, welshBody }: TemplateText): Set<string> {
  const parts = [letterContactBlock, welshBody, subject, body].flatMap((text) => parseField(text ?? ''));
  const placeholders = parts.filter((part) => typeof part !== 'string');
  const shown = new Set(placeholders.filter(isPlain).map(({ name }) => looseKey(name)));
  return new Set(placeholders.map(({ name }) => looseKey(name)).filter((key) => !shown.has(key)));
}

const isPlain = ({ conditionalText }: { readonly conditionalText?: string }): boolean => conditionalText === undefined;
