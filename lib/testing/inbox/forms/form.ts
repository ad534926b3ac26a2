import { inboxPath, type InboxContext, type InboxPage, type Problem } from '../context';

/** A form that was sent: its fields by name, and what stands in its address. */
export interface SentForm {
  readonly fields: Readonly<Record<string, string>>;
  readonly id: string;
}

/** What comes of a form: a page to go to, or the form's own page again with what is wrong. */
export type FormResult =
  { readonly goTo: string } | { readonly page: InboxPage; readonly place: string } | { readonly missing: string };

export type FormHandler = (context: InboxContext, form: SentForm) => Promise<FormResult>;

/** The page to go back to, if it is one of the inbox: nobody is sent elsewhere. */
export function backTo({ fields }: SentForm, otherwise: string): FormResult {
  const { back = '' } = fields;
  const isOurs = new RegExp(`^${inboxPath}(?:/[\\w./-]*)?$`).test(back);
  return { goTo: isOurs ? back : `${inboxPath}/${otherwise}` };
}

/** What a field is as a whole number; a problem, if it is none. Nothing where it is empty. */
export function wholeNumber(
  { fields }: SentForm,
  name: string,
  { label, from }: { readonly label: string; readonly from: number },
): { readonly value?: number; readonly problem?: Problem } {
  const text = (fields[name] ?? '').trim();
  if (text === '') return {};
  if (/^\d{1,9}$/.test(text) && Number(text) >= from) return { value: Number(text) };
  return { problem: { field: name, message: `${label} must be a whole number from ${from} on` } };
}

/** The properties that have a text. */
export function given<Name extends string>(
  texts: Readonly<Record<Name, string | undefined>>,
): Partial<Record<Name, string>> {
  const entries = Object.entries<string | undefined>(texts).filter(
    ([, text]) => text !== undefined && text.trim() !== '',
  );
  return Object.fromEntries(entries) as Partial<Record<Name, string>>;
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
