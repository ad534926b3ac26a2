import { randomUUID } from 'node:crypto';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { apiKey, defaultWorld, NotifyStandIn, type World } from '../../../../lib/testing';
import { ids } from '../../default-ids';

/**
 * Runs the integration test of the official Python client against the stand-in: `npm run test:python-client`. Another
 * that takes the same environment variables, such as the client's own, runs with its path behind it.
 */
const [, , script = join(__dirname, 'integration_test.py')] = process.argv;

const named = { sms: randomUUID(), email: randomUUID(), letter: randomUUID() };

/** The default world, with a template of each kind whose only placeholder is a name. */
const [service, ...others] = defaultWorld().services;
if (service === undefined) throw new Error('the default world has no service: give it one');
const world: World = {
  services: [
    {
      ...service,
      team: [...(service.team ?? []), '07900900123'],
      templates: [
        ...service.templates,
        { id: named.sms, type: 'sms', name: 'Name', versions: [{ body: 'Hello ((name))' }] },
        { id: named.email, type: 'email', name: 'Name', versions: [{ subject: 'Hello', body: 'Hello ((name))' }] },
        { id: named.letter, type: 'letter', name: 'Name', versions: [{ subject: 'Hello', body: 'Hello ((name))' }] },
      ],
    },
    ...others,
  ],
};

function install(): { python: string; folder: string } {
  const folder = mkdtempSync(join(tmpdir(), 'python-client-'));
  const python = join(folder, 'bin/python');
  run('python3', ['-m', 'venv', folder]);
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--require-hashes'];
  run(python, [...pip, '--requirement', join(__dirname, 'requirements.txt')]);
  return { python, folder };
}

function run(program: string, args: readonly string[]): void {
  const { status, error } = spawnSync(program, args, { stdio: 'inherit' });
  if (status !== 0) throw error ?? new Error(`${program} ${args.join(' ')} ended with ${status}`);
}

async function main(): Promise<number> {
  const standIn = new NotifyStandIn({ world });
  standIn.control.receiveText({ from: '07900900123', content: 'yes' });
  const server = await standIn.listen();
  const { python, folder } = install();
  try {
    const env = {
      ...process.env,
      NOTIFY_API_URL: server.url,
      API_KEY: apiKey(standIn.world, 'live'),
      API_SENDING_KEY: apiKey(standIn.world, 'team'),
      INBOUND_SMS_QUERY_KEY: apiKey(standIn.world, 'live'),
      FUNCTIONAL_TEST_NUMBER: '07900900123',
      FUNCTIONAL_TEST_EMAIL: 'amala@example.com',
      SMS_TEMPLATE_ID: named.sms,
      SMS_SENDER_ID: ids.smsSender,
      EMAIL_TEMPLATE_ID: named.email,
      EMAIL_REPLY_TO_ID: ids.replyTo,
      LETTER_TEMPLATE_ID: named.letter,
    };
    // The stand-in answers from this process, so it must not wait for the other.
    const [code] = (await once(spawn(python, [script], { env, stdio: 'inherit' }), 'close')) as [number | null];
    return code ?? 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
    await server.close();
  }
}

void main().then((code) => (process.exitCode = code));
