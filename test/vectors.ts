import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const repository = resolve(__dirname, '..');

/** What the real Notify answered: our copy, unless NOTIFY_VECTORS or a folder shared beside the repository holds more. */
const folder =
  process.env['NOTIFY_VECTORS'] ??
  [resolve(repository, '../shared/notify/vectors'), join(repository, 'test/vectors')].find((path) => existsSync(path));

/** Reads one file of Notify's recorded answers, such as `phone.json`. */
export function readVectors<Case, Setup = object>(file: string): Setup & { cases: Case[] } {
  return JSON.parse(readFileSync(join(resolve(repository, folder ?? '.'), file), 'utf8'));
}
