import { downgradeCharacters } from '../../../rules/text-messages/encoding';
import type { StoredNotification } from '../../storage/notification';

/** The characters of a text message that Notify sends as others, each once: in its template and in what was filled in. */
export function replacedCharacters({
  version,
  personalisation,
  service,
}: StoredNotification): [from: string, to: string][] {
  const given = [service.name, version?.body ?? '', ...texts(personalisation)].join('');
  return [...new Set(given)].flatMap((character) => {
    const sent = downgradeCharacters(character);
    return sent === character ? [] : [[character, sent]];
  });
}

function texts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(texts) : [];
}
