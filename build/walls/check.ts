import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { breachesIn } from './breaches';

const repository = resolve(__dirname, '../..');

/** Refuses imports that go through a wall between the rooms: see `walls.ts`. */
const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.ts'], {
  cwd: repository,
  encoding: 'utf8',
});
const files = listed.split('\n').filter((file) => file !== '' && existsSync(join(repository, file)));
const breaches = files.flatMap((file) => breachesIn(file, readFileSync(join(repository, file), 'utf8')));

for (const breach of breaches) console.error(breach);
if (breaches.length > 0) process.exitCode = 1;
