import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { addressVariables, withoutAws } from '../../local/cloud/cloud-address';
import { repository, runCommand } from '../../local/cloud/run-command';
import { until } from '../../local/cloud/until';
import { emulatorInTest, within } from './deployed';

/** Runs deploy:local, and sends it what Ctrl-C sends once it has printed something. */
async function deployLocal(
  env: NodeJS.ProcessEnv,
  options: readonly string[],
  stopAt: string,
  then: (printed: string) => Promise<void> = () => Promise.resolve(),
) {
  // The command `tsx` kills a program that does not hear Ctrl-C within 60 milliseconds, and its emulator would stay.
  const child = spawn(process.execPath, ['--import', 'tsx', 'local/cloud/deploy-local.ts', ...options], {
    cwd: repository,
    env,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (output += text.toString()));
  const ended = once(child, 'close');
  try {
    await until(`it prints "${stopAt}"`, () => output.includes(stopAt) || child.exitCode !== null, { within });
    if (!output.includes(stopAt)) throw new Error(`it ended before it printed "${stopAt}":\n${output}`);
    await then(output);
  } finally {
    child.kill('SIGINT');
  }
  const [code] = (await ended) as [number];
  return { code, output };
}

test('deploy:local uses the emulator named by AWS_ENDPOINT_URL, and removes what it put there', async () => {
  const { address } = emulatorInTest('deployLocal');
  const env = { ...process.env, ...addressVariables(address) };
  const { code, output } = await deployLocal(env, ['--keep'], 'npx cdk deploy ', async (printed) => {
    const [, commands = ''] = printed.split('in this folder:\n');
    const answers = await runCommand('bash', ['--norc', '-euo', 'pipefail', '-c', commands], { env: withoutAws(env) });
    expect(answers).toMatch(/"MessageId"/);
    expect(answers).toMatch(/Number of stacks with differences: 0/);
  });

  expect(output).toMatch(/letter that comes back +│ failed \(returned\) .*returned-letter/);
  expect(output).toMatch(/text STOP +│ received/);
  expect(output).toMatch(/email without the time +│ rejected .*Missing/);
  expect(output).toMatch(/precompiled letter +│ (?:sent|delivered) .*Notify says received/);
  expect(code).toBe(0);
  const list = (...args: string[]) => runCommand('aws', [...args, '--output', 'text'], { env });
  expect(await list('dynamodb', 'list-tables')).toBe('');
  expect(await list('events', 'list-event-buses', '--query', 'EventBuses[].Name')).toBe('default\n');
  expect(await list('secretsmanager', 'list-secrets')).toBe('');
  expect(await list('sqs', 'list-queues', '--endpoint-url', address.endpoint)).toBe('');
});

test('deploy:local stops its own emulator when it is interrupted', async () => {
  const { code, output } = await deployLocal(withoutAws(process.env), [], 'messages are on the queue');

  expect(code).toBe(130);
  const [endpoint = 'none'] = /http:\/\/127\.0\.0\.1:\d+/.exec(output) ?? [];
  await expect(fetch(endpoint)).rejects.toThrow('fetch failed');
});
