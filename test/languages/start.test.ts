import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { NotifyClient } from '../../lib/notify';
import type { WorldSummary } from '../../lib/testing';
import { program, repository } from '../bin/program';

// Each test starts a process or two.
jest.setTimeout(60_000);

const example = (name: string): string => readFileSync(join(repository, 'examples/stand-in', name), 'utf8');

test('the step of GitHub Actions starts a stand-in, and tells the steps after it where it is', async () => {
  const [, step = ''] =
    /name: Start a stand-in[^]*?run: \|\n((?: {10}.*\n)+)/.exec(example('github-actions.yml')) ?? [];
  const folder = mkdtempSync(join(tmpdir(), 'actions-'));
  try {
    const pid = join(folder, 'pid');
    // Instead of npx, which would look for the package in the folder.
    const npx = `#!/bin/sh\necho $$ > ${pid}\nshift\nexec ${process.execPath} ${program} "$@"\n`;
    writeFileSync(join(folder, 'npx'), npx, { mode: 0o755 });
    const env = { ...process.env, PATH: `${folder}:${process.env['PATH']}`, GITHUB_ENV: join(folder, 'environment') };
    // The shell of Actions.
    await promisify(execFile)('bash', ['-e', '-c', step], { cwd: folder, env });
    const told = Object.fromEntries(
      readFileSync(env.GITHUB_ENV, 'utf8')
        .trim()
        .split('\n')
        .map((line) => line.split('=')),
    ) as Record<string, string>;
    const notify = new NotifyClient({ apiKey: told['NOTIFY_API_KEY'] ?? '', baseUrl: told['NOTIFY_BASE_URL'] ?? '' });
    expect((await notify.listTemplates()).templates.map(({ name }) => name)).toContain('Security code');
    process.kill(Number(readFileSync(pid, 'utf8')));
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('the container starts a stand-in that is reached from outside it', async () => {
  const [, entry = ''] = /^ENTRYPOINT (.*)$/m.exec(example('Containerfile')) ?? [];
  const [command, ...args] = JSON.parse(entry) as string[];
  expect(command).toBe('node_modules/.bin/cdk-govuk-notify');
  const options = [...args, '--port', '0', '--json'];
  const child = spawn(process.execPath, [program, ...options], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  const { port, keys } = JSON.parse(line) as WorldSummary & { port: number };
  // It listens on every address, so on one that it does not name too.
  const notify = new NotifyClient({ apiKey: keys[0]?.key ?? '', baseUrl: `http://127.0.0.2:${port}` });
  expect((await notify.listTemplates()).templates).not.toEqual([]);
  const [, checked = ''] = /^HEALTHCHECK .*"http:\/\/127\.0\.0\.1:6011(.*)"\]$/m.exec(example('Containerfile')) ?? [];
  expect((await fetch(`http://127.0.0.1:${port}${checked}`)).status).toBe(200);
  child.kill();
  await once(child, 'close');
});
