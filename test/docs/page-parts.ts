import { basename } from 'node:path';
import { readPage, snippets } from './pieces';

/** The commands for a shell under a heading of a page, block by block. */
export function commandsUnder(page: string, heading: string): readonly string[] {
  const [, after = ''] = readPage(page).split(`\n## ${heading}\n`);
  const [section = ''] = after.split(/^## /m);
  return shellIn(section);
}

/** The commands for a shell on a whole page, block by block. */
export const commandsIn = (page: string): readonly string[] => shellIn(readPage(page));

const shellIn = (text: string): readonly string[] =>
  [...text.matchAll(/^```sh\n([^]*?)^```$/gm)].map(([, commands = '']) => commands);

/** A file that a page shows, by its name. */
export function fileNamed(page: string, name: string): string {
  const found = snippets(page).find(({ path }) => basename(path) === name);
  if (!found) throw new Error(`${page} shows no ${name}`);
  return found.code;
}
