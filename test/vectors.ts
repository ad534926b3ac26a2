import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const repository = resolve(__dirname, '..');
const ownFolder = join(repository, 'test/vectors');

/** Where else to look for what the real Notify answered; relative to the repository. */
const otherFolder = process.env['NOTIFY_VECTORS'];

/**
 * Reads one file of Notify's recorded answers, such as `phone.json`: that of the folder NOTIFY_VECTORS if it is there,
 * else our own.
 */
export function readVectors<Case, Setup = object>(file: string): Setup & { cases: Case[] } {
  return readVectorFile(file);
}

/** Reads any file of that folder or our own. */
export function readVectorFile<Content>(file: string): Content {
  const other = otherFolder === undefined ? undefined : join(resolve(repository, otherFolder), file);
  const path = other !== undefined && existsSync(other) ? other : join(ownFolder, file);
  return JSON.parse(readFileSync(path, 'utf8'));
}
