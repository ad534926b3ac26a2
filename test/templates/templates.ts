import type { Template } from '../../lib/notify';
import { placeholdersOf } from '../../lib/rules/templates/placeholders';

export type TemplateParts = Pick<Template, 'type'> & {
  readonly id?: string;
  readonly name?: string;
  readonly body?: string;
  readonly subject?: string;
  readonly contact?: string;
  readonly version?: number;
  readonly created?: string;
  /** Placeholders that the API names and shows in no text: those of a letter's Welsh half. */
  readonly unseen?: readonly string[];
};

/** A template as Notify's API gives it. */
export function templateOf(parts: TemplateParts): Template {
  const { type, id = idOf(1), name = 'A template', body = 'Hello', subject = '', contact, version = 1 } = parts;
  const names = placeholdersOf({ type, body, subject, letterContactBlock: contact ?? null });
  const common = {
    id,
    name,
    version,
    body,
    created_by: 'author@example.gov.uk',
    created_at: parts.created ?? '2026-01-05T09:00:00.000000Z',
    updated_at: null,
    personalisation: Object.fromEntries(
      [...names, ...(parts.unseen ?? [])].toSorted().map((placeholder) => [placeholder, { required: true as const }]),
    ),
  };
  if (type === 'sms') return { ...common, type, subject: null, postage: null, letter_contact_block: null };
  if (type === 'email') return { ...common, type, subject, postage: null, letter_contact_block: null };
  return { ...common, type, subject, postage: 'second', letter_contact_block: contact ?? null };
}

export const idOf = (number: number): string => `${String(number).padStart(8, '0')}-0000-4000-8000-000000000000`;
