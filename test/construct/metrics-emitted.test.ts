import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { metrics } from '../../lib';

const lambda = join(__dirname, '../../lambda');
const code = readdirSync(lambda, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => readFileSync(join(lambda, file), 'utf8'))
  .join('\n');

describe('metrics', () => {
  test.each(Object.keys(metrics.names))('a function emits %s', (key) => {
    const isNamed = new RegExp(`\\bnames\\.${key}\\b`).test(code);
    const isTaken = new RegExp(`const \\{[^}]*\\b${key}\\b[^}]*\\} = metrics\\.names;`).test(code);
    expect(isNamed || isTaken).toBe(true);
  });
});
