import { NotifyStandIn } from '../../../lib/testing';
import { callOverHttp, jsonOf, type RawCall } from '../calls';

let url: string;
let port: string;
let close: () => Promise<void>;
const standIn = new NotifyStandIn();

beforeAll(async () => {
  const server = await standIn.listen({ control: true, inbox: true });
  ({ url, close } = server);
  ({ port } = new URL(url));
});

afterAll(() => close());

const statusOf = async (headers: Record<string, string>, call: Partial<RawCall> = {}): Promise<number> =>
  (await callOverHttp(url, { path: '/_stand-in/world', ...call, headers })).status;

const paths = ['/_stand-in/', '/_stand-in/notifications', '/_stand-in/inbox', '/%5fstand-in/inbox/events'];

describe('the guard of /_stand-in/: the host', () => {
  test.each(['evil.example', 'evil.example:PORT', '127.0.0.1.nip.io:PORT', 'localhost.:PORT', '0.0.0.0:PORT'])(
    'a name that resolves to this machine, such as %s, gets 421',
    async (host) => {
      for (const path of paths) expect(await statusOf({ host: host.replace('PORT', port) }, { path })).toBe(421);
    },
  );

  test.each(['127.0.0.1', 'localhost', '[::1]'])('%s passes with our port, and with no other', async (name) => {
    expect(await statusOf({ host: `${name}:${port}` })).toBe(200);
    expect(await statusOf({ host: `${name.toUpperCase()}:${port}` })).toBe(200);
    expect(await statusOf({ host: name })).toBe(421);
    expect(await statusOf({ host: `${name}:${Number(port) + 1}` })).toBe(421);
    expect(await statusOf({ host: `user@${name}:${port}` })).toBe(421);
  });
});

describe('the guard of /_stand-in/: the page that asks', () => {
  test.each([
    'http://evil.example',
    'http://127.0.0.1:1',
    'https://127.0.0.1:PORT',
    'http://localhost:PORT',
    'null',
    '',
  ])('the origin %p gets 403', async (origin) => {
    const headers = { origin: origin.replace('PORT', port), 'content-type': 'text/plain' };
    for (const path of paths) expect(await statusOf(headers, { path })).toBe(403);
    const fault = { method: 'POST', path: '/_stand-in/faults', body: '{"fault":{"kind":"rate limit"}}' };
    expect(await statusOf(headers, fault)).toBe(403);
    expect(standIn.faults.waiting).toBe(false);
  });

  test.each(['cross-site', 'same-site', 'cross-site, same-origin', ''])('Sec-Fetch-Site %p gets 403', async (site) => {
    for (const path of paths) expect(await statusOf({ 'sec-fetch-site': site }, { path })).toBe(403);
  });

  test.each(['same-origin', 'none'])('Sec-Fetch-Site %s passes, with our own origin and without one', async (site) => {
    expect(await statusOf({ 'sec-fetch-site': site })).toBe(200);
    expect(await statusOf({ 'sec-fetch-site': site, origin: url })).toBe(200);
  });

  test('a program that sends neither header passes', async () => {
    expect(await statusOf({})).toBe(200);
  });
});

describe('the guard of /_stand-in/: the body', () => {
  test('a body of more than 4 MB gets 413, and one of 4 MB is looked at', async () => {
    const most = 4 * 1024 * 1024;
    const post = { method: 'POST', path: '/_stand-in/tick' };
    expect(await statusOf({}, { ...post, body: Buffer.alloc(most + 1, ' ') })).toBe(413);
    expect(await statusOf({}, { ...post, body: `{"milliseconds":1}${' '.repeat(most - 18)}` })).toBe(200);
  });

  test("a body to Notify's own paths may have more than that", async () => {
    const call = { method: 'POST', path: '/v2/notifications/sms', body: Buffer.alloc(5 * 1024 * 1024) };
    expect(await statusOf({}, call)).toBe(401);
  });
});

describe('the guard of /_stand-in/: what only reads', () => {
  test('a GET that is refused says why as JSON, and lets no other site read it', async () => {
    const answer = await callOverHttp(url, { path: '/_stand-in/notifications', headers: { host: 'evil.example' } });
    expect(jsonOf(answer)).toEqual({ error: expect.stringContaining('127.0.0.1, localhost or [::1]') });
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
  });

  test.each(['tick', 'reset', 'faults/1', 'notifications/latest/clear', 'inbox/clear', 'inbox/clock', 'inbox/rules'])(
    'a GET of %s carries out no order',
    async (path) => {
      const before = JSON.stringify([standIn.notifications.all(), standIn.faults.waiting]);
      expect((await callOverHttp(url, { path: `/_stand-in/${path}` })).status).not.toBe(303);
      expect(JSON.stringify([standIn.notifications.all(), standIn.faults.waiting])).toBe(before);
    },
  );
});
