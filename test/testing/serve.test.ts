import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NotifyClient } from '../../lib/notify';
import { apiKey, defaultWorld, serveStandIn, type WorldSummary } from '../../lib/testing';
import { callOverHttp } from './calls';
import { ids } from './default-ids';

async function serve(options: Parameters<typeof serveStandIn>[0]) {
  const lines: string[] = [];
  const close = await serveStandIn(options, (line) => lines.push(line));
  const url = /http:\/\/127\.0\.0\.1:\d+/.exec(lines.join('\n'))?.[0] ?? '';
  return { lines, close, url };
}

test('the command prints everything that is needed to send a message', async () => {
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

test('the command reads a world from a file, and opens the control path if asked', async () => {
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

test('the command prints as JSON what a program needs to send a message', async () => {
  const { lines, close } = await serve({ json: true, control: true });
  try {
    expect(lines).toHaveLength(1);
    const start = JSON.parse(lines[0] ?? '') as WorldSummary & Record<'url' | 'port' | 'controlUrl', string>;
    expect([start.url, start.controlUrl]).toEqual([`http://127.0.0.1:${start.port}`, `${start.url}/_stand-in/`]);
    const apiKey = start.keys.find(({ type }) => type === 'team')?.key ?? '';
    const templateId = start.templates.find(({ name }) => name === 'Security code')?.id ?? '';
    const client = new NotifyClient({ apiKey, baseUrl: start.url });
    const text = { templateId, phoneNumber: '07700900999', personalisation: { code: '1' } };
    expect(await client.sendSms(text)).toMatchObject({ template: { id: ids.sms } });
    expect(start.templates.find(({ id }) => id === ids.sms)?.placeholders).toEqual(['code']);
    expect(start.templates.map(({ id }) => id)).not.toContain(ids.archivedEmail);
    expect((await callOverHttp(start.controlUrl, { path: '/_stand-in/world' })).status).toBe(200);
  } finally {
    await close();
  }
});

test.each([
  ['the port', false, (text: string, url: string) => expect(`http://127.0.0.1:${text}`).toBe(`${url}\n`)],
  ['all that is printed', true, (text: string, _: string, line: string) => expect(text).toBe(`${line}\n`)],
])('the port file holds %s while it listens', async (_, json, check) => {
  const folder = await mkdtemp(join(tmpdir(), 'port-'));
  const portFile = join(folder, 'port');
  await writeFile(portFile, 'of another run');
  const { lines, close, url } = await serve({ portFile, json });
  check(await readFile(portFile, 'utf8'), url, lines[0] ?? '');
  await close();
  await expect(readFile(portFile)).rejects.toMatchObject({ code: 'ENOENT' });
  await rm(folder, { recursive: true });
});

test('nothing listens where the port file cannot be written', async () => {
  await expect(serve({ portFile: join(__filename, 'port') })).rejects.toMatchObject({ code: 'ENOTDIR' });
});

test.each([
  ['0.0.0.0', 'http://127.0.0.1:'],
  ['localhost', 'http://localhost:'],
])('on the address %s it is reached at %s', async (host, beginning) => {
  const { lines, close } = await serve({ host, json: true, control: true });
  const { url } = JSON.parse(lines[0] ?? '') as { url: string };
  expect(url).toMatch(beginning);
  expect((await callOverHttp(url, { path: '/_stand-in/world' })).status).toBe(200);
  await close();
});

test('a port that is in use and a file that is not a world are errors', async () => {
  const { close, url } = await serve({});
  try {
    await expect(serve({ port: Number(new URL(url).port) })).rejects.toThrow('EADDRINUSE');
    await expect(serve({ worldFile: __filename })).rejects.toThrow('the world is not JSON');
  } finally {
    await close();
  }
});

test('nothing listens once the stand-in is closed', async () => {
  const { close, url } = await serve({});
  await close();
  await expect(callOverHttp(url, { path: '/' })).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});
