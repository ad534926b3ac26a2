import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';

export const repository = resolve(__dirname, '../..');

/** The pages that people read to use, run or change the product. Decisions and the changelog are its history. */
export function pagesToRead(): readonly string[] {
  const files = ['README.md', 'SECURITY.md', 'CONTRIBUTING.md', 'docs'];
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', ...files], {
    cwd: repository,
    encoding: 'utf8',
  });
  return listed.split('\n').filter((path) => path.endsWith('.md') && !/^docs\/(?:decisions|api)\//.test(path));
}
