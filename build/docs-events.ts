import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { eventDocuments } from './contract/events';

const folder = resolve(__dirname, '../docs/events');

/** Writes docs/events/ from the schemas. */
async function writeDocuments(): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const [name, text] of eventDocuments()) await writeFile(join(folder, name), text);
}

void writeDocuments();
