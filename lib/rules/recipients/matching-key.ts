import { forceAscii } from './ascii';

/** What is left of a country's name without all that does not count: case, accents, spaces and punctuation. */
export function matchingKey(name: string): string {
  const joined = name.replace(/[&+]/g, 'and').replace(/[ _\-'’,.()]/g, '');
  const key = joined.toLowerCase();
  const ascii = forceAscii(key);
  return ascii.includes('?') ? key : ascii;
}
