import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generatedPages } from './generated';
import { repository } from './pages';

// Writes the pages that are made from the code, or those whose paths are given.
const wanted = process.argv.slice(2);
for (const [path, page] of generatedPages) {
  if (wanted.length === 0 || wanted.includes(path)) writeFileSync(join(repository, path), page());
}
