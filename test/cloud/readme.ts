import { readPage } from '../docs/pieces';

/** The commands for a shell under a heading of the README, block by block. */
export function commandsUnder(heading: string): readonly string[] {
  const [, after = ''] = readPage('README.md').split(`\n## ${heading}\n`);
  const [section = ''] = after.split(/^## /m);
  return [...section.matchAll(/^```sh\n([^]*?)^```$/gm)].map(([, commands = '']) => commands);
}
