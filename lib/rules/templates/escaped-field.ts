import { type ListStyle, fillField, parseField } from './field';
import { escapeHtml } from './html';
import { looseKey, looseValues } from './placeholders';
import type { TemplateValues } from './template';

/**
 * Fills a text for HTML. The text is escaped before its placeholders are looked for, and names are escaped too, so
 * that `((a & b))` finds its value.
 */
export function fillEscaped(
  text: string,
  lists: ListStyle,
  personalisation: TemplateValues | null | undefined,
): string {
  const escaped = Object.entries(personalisation ?? {}).map(([name, value]) => [escapeHtml(name), value] as const);
  const values = looseValues(Object.fromEntries(escaped));
  return fillField(parseField(escapeHtml(text)), lists, (name) => values.get(looseKey(name)), escapeHtml);
}
