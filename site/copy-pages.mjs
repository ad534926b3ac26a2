import { cpSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';

// A page looks for Vue from the folder that it is in, so the pages are copied to where it is installed.

const repository = resolve(import.meta.dirname, '..');
const pages = resolve(import.meta.dirname, 'pages');

rmSync(pages, { recursive: true, force: true });
for (const part of ['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md', 'docs']) {
  cpSync(resolve(repository, part), resolve(pages, part), { recursive: true });
}
