import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pagesToRead, repository } from './pages';
import { readabilityOf } from './readability';

// Prints how hard each page is to read, the hardest first.
const pages = pagesToRead()
  .map((page) => ({ page, ...readabilityOf(readFileSync(join(repository, page), 'utf8')) }))
  .toSorted((one, other) => other.grade - one.grade);

console.log('grade  words a sentence  words  page');
for (const { page, grade, sentenceLength, words } of pages)
  console.log(
    `${grade.toFixed(1).padStart(5)}  ${sentenceLength.toFixed(1).padStart(16)}  ${String(words).padStart(5)}  ${page}`,
  );
