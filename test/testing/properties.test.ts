import { fc } from '../properties';
import { NotifyClient } from '../../lib/notify';
import { apiKey, NotifyStandIn, type KeyType } from '../../lib/testing';
import { bearer, callOverHttp, jsonOf } from './calls';
import { ids, licence, reminder } from './default-ids';
import { standInAt } from './sends';

const endpoints = [
  ['POST', '/v2/notifications/sms'],
  ['POST', '/v2/notifications/email'],
  ['POST', '/v2/notifications/letter'],
  ['POST', '/v2/notifications/pigeon'],
  ['POST', `/v2/template/${ids.email}/preview`],
  ['POST', `/v2/template/${ids.letter}/preview`],
  ['POST', '/v2/template/not-an-id/preview'],
  ['GET', '/v2/notifications'],
  ['GET', '/v2/templates'],
] as const;

/** Bodies that come near enough to good ones to reach the later checks. */
const nearlyGood = fc.record(
  {
    template_id: fc.constantFrom(...Object.values(ids)),
    phone_number: fc.oneof(fc.constantFrom('07900900123', '+33612345678', '07700900000'), fc.string()),
    email_address: fc.oneof(fc.constantFrom('amala@example.com', 'é@example.com'), fc.string()),
    reference: fc.oneof(fc.string(), fc.jsonValue()),
    content: fc.oneof(fc.string(), fc.base64String()),
    postage: fc.constantFrom('first', 'europe'),
    scheduled_for: fc.oneof(
      fc.string(),
      fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
    ),
    sanitise_content_for: fc.oneof(fc.constant(['name']), fc.jsonValue()),
    one_click_unsubscribe_url: fc.webUrl(),
    personalisation: fc.oneof(
      fc.constant({ ...reminder, ...licence, code: '1', link_to_file: { file: 'aGk=', filename: 'a.txt' } }),
      fc.record(Object.fromEntries(Object.keys({ ...reminder, ...licence }).map((name) => [name, fc.jsonValue()]))),
      fc.jsonValue(),
    ),
  },
  { requiredKeys: [] },
);

const anyBody = fc.oneof(
  nearlyGood.map((body) => JSON.stringify(body)),
  fc.json(),
  fc.string(),
  fc.constantFrom('null', '[]', '0', '""', 'false', '"content"', '[1]', '5', '1e400', '{"__proto__":1}', '\ufeff{}'),
);

interface Envelope {
  readonly status_code: number;
  readonly errors: readonly { readonly error: string; readonly message: string }[];
}

function isEnvelope(value: unknown): value is Envelope {
  return typeof value === 'object' && value !== null && 'status_code' in value && 'errors' in value;
}

test('any body to any endpoint gets one of Notify’s answers, and does not affect the next request', async () => {
  const standIn = new NotifyStandIn();
  const server = await standIn.listen();
  const headers = { authorization: bearer() };
  try {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...endpoints), anyBody, async ([method, path], body) => {
        const call = method === 'POST' ? { method, path, headers, body } : { method, path, headers };
        const answer = await callOverHttp(server.url, call);
        const json = jsonOf(answer);
        expect(answer.headers['content-type']).toBe('application/json');
        expect([200, 201, 400, 404, 429, 500]).toContain(answer.status);
        const envelope = isEnvelope(json) ? json : undefined;
        expect(envelope === undefined).toBe(answer.status < 400);
        expect(envelope?.status_code ?? answer.status).toBe(answer.status);
        // Notify falls over on purpose in a few known places, and the stand-in by no other names.
        const classes = envelope?.errors.map(({ error }) => error) ?? [];
        if (answer.status === 500) expect(['TypeError', 'KeyError']).toEqual(expect.arrayContaining(classes));
        standIn.control.setTokens(1000);
      }),
      { numRuns: 400 },
    );
    expect((await callOverHttp(server.url, { path: '/v2/templates', headers })).status).toBe(200);
  } finally {
    await server.close();
  }
});

test('any path and method gets an answer, with or without a token', async () => {
  const standIn = new NotifyStandIn();
  const server = await standIn.listen();
  const method = fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS');
  const segment = fc.oneof(
    fc.constantFrom('v2', 'notifications', 'template', 'templates', 'version', 'preview', 'pdf', '7', ids.sms),
    fc.string({ unit: 'grapheme' }).map(encodeURIComponent),
  );
  const path = fc.array(segment, { maxLength: 6 }).map((segments) => `/${segments.join('/')}`);
  const authorization = fc.constantFrom(undefined, 'Bearer', 'Bearer x', bearer());
  try {
    await fc.assert(
      fc.asyncProperty(method, path, authorization, async (verb, target, header) => {
        const headers = header === undefined ? {} : { authorization: header };
        const { status } = await callOverHttp(server.url, { method: verb, path: target, headers });
        expect([200, 400, 401, 403, 404, 405, 500]).toContain(status);
      }),
      { numRuns: 300 },
    );
  } finally {
    await server.close();
  }
});

test('paging through a list visits every message once, whatever arrives in the meantime', async () => {
  const arrivals = fc.array(fc.nat({ max: 3 }), { maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 700 }), arrivals, async (before, meanwhile) => {
      const { standIn, client } = standInAt();
      standIn.control.setTokens(1e9);
      const send = async () => client().sendSms({ templateId: ids.plainSms, phoneNumber: '07700900001' });
      const sent: string[] = [];
      for (let count = 0; count < before; count += 1) {
        standIn.control.setTokens(1000);
        sent.push((await send()).id);
      }
      const seen: string[] = [];
      const arriving = [...meanwhile];
      for await (const { id } of client().iterateNotifications()) {
        seen.push(id);
        if (seen.length % 100 !== 50) continue;
        for (let left = arriving.shift() ?? 0; left > 0; left -= 1) await send();
      }
      expect(seen).toEqual(sent.toReversed());
    }),
    { numRuns: 12 },
  );
});

test('a token that our client makes is valid at any time, and for no other key', async () => {
  const moment = fc.date({ min: new Date('2020-01-01'), max: new Date('2099-12-31'), noInvalidDate: true });
  const uuid = fc.uuid();
  const name = fc.string({ minLength: 1, unit: 'grapheme' });
  const type = fc.constantFrom<KeyType>('live', 'team', 'test');
  await fc.assert(
    fc.asyncProperty(
      moment,
      uuid,
      uuid,
      uuid,
      name,
      type,
      async (now, service, secret, otherSecret, keyName, keyType) => {
        fc.pre(secret !== otherSecret);
        const clock = { now: () => now.getTime(), sleep: async () => {} };
        const key = { name: keyName, type: keyType, secret };
        const world = (keys: readonly (typeof key)[]) => ({
          services: [{ id: service, name: 's', keys, templates: [] }],
        });
        const good = new NotifyStandIn({ world: world([key]), clock });
        const other = new NotifyStandIn({ world: world([{ ...key, secret: otherSecret }]), clock });
        const list = async (standIn: NotifyStandIn) =>
          new NotifyClient({
            apiKey: apiKey(good.world, keyType),
            transport: standIn.transport,
            clock,
          }).listTemplates();
        expect(await list(good)).toEqual({ templates: [] });
        await expect(list(other)).rejects.toMatchObject({ status: 403 });
      },
    ),
    { numRuns: 50 },
  );
});
