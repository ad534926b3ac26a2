import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NotifyClient } from '../../lib/notify';
import { apiKey, defaultWorld, serveStandIn } from '../../lib/testing';
import { callOverHttp } from './calls';
import { ids } from './default-ids';

async function serve(options: Parameters<typeof serveStandIn>[0]) {
  const lines: string[] = [];
  const close = await serveStandIn(options, (line) => lines.push(line));
  const url = /http:\/\/127\.0\.0\.1:\d+/.exec(lines.join('\n'))?.[0] ?? '';
  return { lines, close, url };
}

test('the command prints all that is needed to send a message', async () => {
  const { lines, close, url } = await serve({});
  try {
    const printed = lines.join('\n');
    const key = new RegExp(/test +(test-\S+)/).exec(printed)?.[1] ?? '';
    const id = /sms +(\S+) +Office closed/.exec(printed)?.[1] ?? '';
    const client = new NotifyClient({ apiKey: key, baseUrl: url });
    const sent = await client.sendSms({ templateId: id, phoneNumber: '07900900123' });
    expect(sent.template.id).toBe(ids.plainSms);
    expect((await callOverHttp(url, { path: '/_stand-in/world' })).status).toBe(404);
  } finally {
    await close();
  }
});

test('the command takes a world from a file, and lets itself be steered if asked', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'world-'));
  const worldFile = join(folder, 'world.json');
  const [service] = defaultWorld().services;
  await writeFile(worldFile, JSON.stringify({ services: [{ ...service, name: 'Mine' }] }));
  const { lines, close, url } = await serve({ worldFile, control: true });
  try {
    expect(lines.join('\n')).toContain('Mine (live)');
    expect(lines.join('\n')).toContain(apiKey(defaultWorld()));
    expect((await callOverHttp(url, { path: '/_stand-in/world' })).status).toBe(200);
  } finally {
    await close();
    await rm(folder, { recursive: true });
  }
});

test('a port that is taken, and a file that is no world, are errors', async () => {
  const { close, url } = await serve({});
  try {
    await expect(serve({ port: Number(new URL(url).port) })).rejects.toThrow('EADDRINUSE');
    await expect(serve({ worldFile: __filename })).rejects.toThrow('the world is not JSON');
  } finally {
    await close();
  }
});

test('nothing listens any more once it is closed', async () => {
  const { close, url } = await serve({});
  await close();
  await expect(callOverHttp(url, { path: '/' })).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});
