import { basename } from 'node:path';
import { readPage, snippets } from '../docs/pieces';

/** The commands for a shell under a heading of the README, block by block. */
export function commandsUnder(heading: string): readonly string[] {
  const [, after = ''] = readPage('README.md').split(`\n## ${heading}\n`);
  const [section = ''] = after.split(/^## /m);
  return [...section.matchAll(/^```sh\n([^]*?)^```$/gm)].map(([, commands = '']) => commands);
}

/** A file that the README shows, by its name. */
export function fileNamed(name: string): string {
  const found = snippets('README.md').find(({ path }) => basename(path) === name);
  if (!found) throw new Error(`README shows no ${name}`);
  return found.code;
}
