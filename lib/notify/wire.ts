import { NotifyInputError } from './errors';

/**
 * Our names are Notify's in camelCase, so `templateId` goes as `template_id`. Names we do not have go too: Notify
 * refuses them, which is better than to lose what a misspelt one was for.
 */
export function inNotifysNames(options: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(options).map(([name, value]) => [
      name.replace(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`),
      value,
    ]),
  );
}

/** The query string of a list, with a parameter for each of several values. */
export function queryOf(filters: object): string {
  const query = new URLSearchParams();
  for (const [name, values = []] of Object.entries(inNotifysNames(filters))) {
    for (const value of [values].flat()) query.append(name, String(value));
  }
  return query.size > 0 ? `?${query.toString()}` : '';
}

/** An id as one part of a path. URLs drop a part that is empty or dots, and what is left may be another path. */
export function segment(id: string): string {
  if (/^\.{0,2}$/.test(id)) throw new NotifyInputError('an id is empty or only dots; pass the UUID that Notify gave');
  return encodeURIComponent(id);
}
