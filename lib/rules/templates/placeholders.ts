import type { TemplateValues, TemplateText } from './template';
import { parseField } from './field';

/** A name as Notify compares names: case, spaces, underscores and hyphens do not count. */
export function looseKey(name: string): string {
  return name.replaceAll(/[ _-]/g, '').toLowerCase();
}

/**
 * The placeholders of a template as they are spelled there, each name once (compared loosely, first spelling), in the
 * order in which Notify lists missing ones: contact block, Welsh heading, Welsh body, subject, body.
 */
export function placeholdersOf(template: TemplateText): string[] {
  const known = distinct.get(template);
  if (known) return [...known];
  const names = new Map<string, string>();
  for (const text of textsOf(template)) {
    for (const part of parseField(text ?? '')) {
      if (typeof part === 'string') continue;
      const key = looseKey(part.name);
      if (!names.has(key)) names.set(key, part.name);
    }
  }
  const found = [...names.values()];
  distinct.set(template, found);
  return [...found];
}

/**
 * The placeholders that have no value for a preview: the key is not there, or its value is null. An empty string is a
 * value.
 */
export function missingPersonalisation(
  template: TemplateText,
  personalisation: TemplateValues | null | undefined,
): string[] {
  const values = looseValues(personalisation);
  return placeholdersOf(template).filter((name) => (values.get(looseKey(name)) ?? null) === null);
}

/** The placeholders that have no value when a message is sent: Notify then never looks at the Welsh half of a letter. */
export function missingToSend(template: TemplateText, personalisation: TemplateValues | null | undefined): string[] {
  const missing = missingPersonalisation(template, personalisation);
  if (missing.length === 0 || ((template.welshSubject ?? null) === null && (template.welshBody ?? null) === null)) {
    return missing;
  }
  return missingPersonalisation({ ...template, welshSubject: null, welshBody: null }, personalisation);
}

/** Personalisation by loose name; of two keys with one loose name the later wins. */
export function looseValues(personalisation: TemplateValues | null | undefined): Map<string, unknown> {
  return new Map(Object.entries(personalisation ?? {}).map(([name, value]) => [looseKey(name), value]));
}

// A template is read once and sent many times.
const distinct = new WeakMap<TemplateText, readonly string[]>();

function textsOf(template: TemplateText): (string | null | undefined)[] {
  if (template.type === 'sms') return [template.body];
  if (template.type === 'email') return [template.subject, template.body];
  return [template.letterContactBlock, template.welshSubject, template.welshBody, template.subject, template.body];
}
