import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { day, hour, iso, minute, second } from '../../lib/contract/time';

const repository = resolve(__dirname, '../..');
const sources = ['lambda', 'lib', 'local', 'bin', 'bench', 'test'].flatMap((folder) =>
  readdirSync(join(repository, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => join(folder, path)),
);

describe('contract: time', () => {
  test('lengths of time are in milliseconds', () => {
    expect([second, minute, hour, day]).toEqual([1000, 60_000, 3_600_000, 86_400_000]);
  });

  test('a time is written as ISO 8601 in UTC, and none before the epoch', () => {
    expect(iso(Date.parse('2026-03-02T12:00:00+01:00'))).toBe('2026-03-02T11:00:00.000Z');
    expect(iso(-Infinity)).toBe('1970-01-01T00:00:00.000Z');
  });

  test('nobody says a second time how long they are', () => {
    const again = sources.filter((path) =>
      /^(export )?const (second|minute|hour|day) = [\d_* a-z]+;|^(export )?const iso = /m.test(
        readFileSync(join(repository, path), 'utf8'),
      ),
    );
    expect(again).toEqual(['lib/contract/time.ts']);
  });
});
