import Ajv2020 from 'ajv/dist/2020';
import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { checkQueueMessage } from '../../lib/contract/parse-message';
import { NotifyClient } from '../../lib/notify';
import { createPreflight, type Preflight } from '../../lib/preflight';
import { apiKey, NotifyStandIn } from '../../lib/testing';

const repository = resolve(__dirname, '../..');
const read = (path: string): string => readFileSync(join(repository, path), 'utf8');
const fits = new Ajv2020({ strict: true, validateFormats: false }).compile(
  JSON.parse(read('docs/contract/queue-message.schema.json')) as object,
);

let preflight: Preflight;
beforeAll(async () => {
  const { transport, world } = new NotifyStandIn();
  const { templates } = await new NotifyClient({ apiKey: apiKey(world), transport }).listTemplates();
  preflight = createPreflight({ templates });
});

/**
 * What is wrong with a message that an example publishes; nothing, if the queue takes it, and Notify as the stand-in has it by
 * itself, and it has a key of its own.
 */
function wrongWith(message: unknown): unknown {
  if (!fits(message)) return fits.errors;
  const checked = checkQueueMessage(message);
  if (!checked.ok) return checked.reason;
  const refusals = preflight(checked.message);
  if (refusals.length > 0) return refusals;
  return checked.message.idempotency_key === undefined ? 'it has no idempotency key' : undefined;
}

const typesOf = (messages: readonly unknown[]) => messages.map((message) => (message as { type: string }).type);

test('the Python example publishes messages that the queue accepts', () => {
  const code = read('examples/python/publish.py');
  const dicts = [...code.matchAll(/publish\(\n +(\{\n[^]*?\n {8}\})\n/g)].map(([, dict = '']) => dict);
  const messages = dicts.map((dict): unknown => JSON.parse(dict.replace(/^ *#.*\n/gm, '').replace(/,(\s*\})/g, '$1')));
  expect(typesOf(messages)).toEqual(['sms', 'email']);
  expect(messages.map(wrongWith)).toEqual([undefined, undefined]);
});

test('the Java example publishes a message that the queue accepts', () => {
  const [, block = ''] = /"""\n([^]*?)"""/.exec(read('examples/java/Publish.java')) ?? [];
  const message: unknown = JSON.parse(block);
  expect([typesOf([message]), wrongWith(message)]).toEqual([['letter'], undefined]);
});

test('the AWS CLI example publishes a message that the queue accepts', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'examples-'));
  try {
    writeFileSync(join(folder, 'aws'), '#!/bin/sh\nprintf "%s\\0" "$@"\n');
    chmodSync(join(folder, 'aws'), 0o755);
    const env = { PATH: `${folder}${delimiter}${process.env['PATH']}`, NOTIFY_PUBLISHER_QUEUE_URL: 'the URL' };
    const { stdout } = await promisify(execFile)(join(repository, 'examples/aws-cli/publish.sh'), { env });
    const [service, call, ...options] = stdout.split('\0');
    const valueOf = (option: string): string => options[options.indexOf(option) + 1] ?? '';
    expect([service, call, valueOf('--queue-url')]).toEqual(['sqs', 'send-message', 'the URL']);
    const message = JSON.parse(valueOf('--message-body')) as { type: string };
    expect(valueOf('--message-group-id')).toBe(message.type);
    expect([message.type, wrongWith(message)]).toEqual(['email', undefined]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
