import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { eventDocuments } from './contract/events';
import { contractDocuments } from './contract/queue-messages';

const documents = { events: eventDocuments(), contract: contractDocuments() };

/** Writes docs/events/ and docs/contract/ from the schemas. */
async function writeContracts(): Promise<void> {
  for (const [folder, files] of Object.entries(documents)) {
    const path = resolve(__dirname, '../docs', folder);
    await rm(path, { recursive: true, force: true });
    await mkdir(path, { recursive: true });
    for (const [name, text] of files) await writeFile(join(path, name), text);
  }
}

void writeContracts();
