import {
  apiKey,
  defaultWorld,
  describeWorld,
  NotifyStandIn,
  readWorld,
  type Service,
  type World,
} from '../../../lib/testing';
import { ids } from '../default-ids';
import { standInAt } from '../sends';

const service: Service = {
  id: '8c1f2b5e-0d7a-4d55-9b1c-3f6c7d3f9a10',
  name: 'Apply for a juggling licence',
  keys: [{ name: 'my key', type: 'live', secret: '2f5f0f4e-6d3c-4b8e-9f5c-8d1d7a6f4b21' }],
  templates: [
    {
      id: '5d7c0a0e-5b0f-4d43-8a36-6f1f9d7b1c01',
      type: 'email',
      name: 'Granted',
      versions: [{ subject: 'S', body: 'B' }],
    },
  ],
};

describe('stand-in: default world', () => {
  test('the default world is the same every time, and its ids never change', () => {
    expect(defaultWorld()).toEqual(defaultWorld());
    expect(apiKey(defaultWorld(), 'test')).toBe(
      'test-a0000000-0000-4000-8000-000000000001-c0000000-0000-4000-8000-000000000003',
    );
  });

  test('the default world has no id twice', () => {
    const all = JSON.stringify(defaultWorld()).match(/"id":"[^"]+"/g) ?? [];
    expect(new Set(all).size).toBe(all.length);
  });

  test('the default world can send messages with each type of key', async () => {
    const { standIn, client } = standInAt();
    for (const type of ['live', 'test'] as const) {
      await client(type).sendSms({ templateId: ids.plainSms, phoneNumber: '01709510122' });
      await client(type).sendEmail({ templateId: ids.newsletter, emailAddress: 'amala@example.com' });
    }
    await client('team').sendEmail({ templateId: ids.newsletter, emailAddress: 'guest@example.com' });
    expect(standIn.notifications.size).toBe(5);
  });
});

describe('stand-in: description of a world', () => {
  test('a description has the keys and template ids to copy', () => {
    const described = describeWorld(defaultWorld());
    expect(described).toContain(apiKey(defaultWorld(), 'team'));
    expect(described).toMatch(new RegExp(`sms +${ids.sms} +Security code +\\(\\(code\\)\\)`));
    expect(described).toContain('Apply for a juggling licence (trial) (in trial mode)');
  });

  test('a description says what is archived, revoked or the default, and leaves out what is hidden', () => {
    const [template] = service.templates;
    const versions = template?.versions ?? [];
    const odd: Service = {
      ...service,
      archived: true,
      keys: [{ name: 'old', type: 'live', secret: ids.nobody, revokedAt: '2026-01-01T00:00:00.000Z' }],
      templates: [
        { id: ids.email, type: 'email', name: 'Secret', hidden: true, versions },
        { id: ids.fileEmail, type: 'email', name: 'Gone', archived: true, versions },
      ],
    };
    const described = describeWorld({ services: [odd] });
    expect(described).toContain('(archived)');
    expect(described).toContain('live, revoked');
    expect(described).toContain('Gone (archived)');
    expect(described).toContain('GOVUK (default)');
    expect(described).not.toContain('Secret');
  });
});

describe('stand-in: world in JSON', () => {
  const worldWith = (changes: object): string => JSON.stringify({ services: [{ ...service, ...changes }] });

  test('a world can be read back from the JSON that was written', () => {
    const world: World = { services: [service] };
    expect(readWorld(JSON.stringify(world))).toEqual(world);
    expect(readWorld(JSON.stringify(defaultWorld()))).toEqual(defaultWorld());
  });

  test.each([
    ['nonsense', 'the world is not JSON: give it as one JSON object with `services`'],
    ['{}', 'the world is wrong: services is missing'],
    ['[]', 'the world is wrong: it must be an object'],
    [
      worldWith({ nmae: 1, name: undefined, rateLimit: -1 }),
      'the world is wrong: services.0.name is missing; services.0.rateLimit must be at least 0; unknown field services.0.nmae',
    ],
    [
      worldWith({ keys: [{ name: 'k', type: 'normal', secret: 'x', revokedAt: 'yesterday' }] }),
      'the world is wrong: services.0.keys.0.type must be one of live, team, test; services.0.keys.0.revokedAt must be a date and time with its offset, such as 2026-01-31T09:00:00Z',
    ],
    [
      worldWith({ templates: [{ id: 'x', type: 'sms', name: 'n', versions: [] }] }),
      'the world is wrong: services.0.templates.0.versions must not be empty',
    ],
    [
      worldWith({ callbacks: { complaints: { url: 'complaints', bearerToken: 5 } } }),
      'the world is wrong: services.0.callbacks.complaints.url must be a URL, such as https://example.com/receipts; services.0.callbacks.complaints.bearerToken must be a string',
    ],
  ])('an invalid world is refused with what is wrong in it: %#', (json, words) => {
    expect(() => readWorld(json)).toThrow(words);
  });

  test.each([
    [{ ...service, id: 'one' }, 'the service id "one" is not a UUID'],
    [
      { ...service, templates: [{ id: 'two', type: 'sms', name: 'n', versions: [{ body: 'b' }] }] },
      'the template id "two"',
    ],
    [{ ...service, smsSenders: [{ id: 'three', sender: 'x' }] }, 'the sms sender id "three"'],
  ] as const)('a world whose ids are not UUIDs makes no stand-in: %#', (wrong, words) => {
    expect(() => new NotifyStandIn({ world: { services: [wrong] } })).toThrow(words);
  });
});

describe('stand-in: API key', () => {
  test('an API key is of the service and type asked for', () => {
    const world = defaultWorld();
    expect(apiKey(world)).toMatch(/^live-a0000000/);
    expect(apiKey(world, 'live', 'Apply for a juggling licence (trial)')).toMatch(/^trial-live-b0000000/);
    expect(apiKey(world, 'test', world.services[1]?.id)).toMatch(/^trial-test-b0000000/);
  });

  test('an API key that does not exist is an error', () => {
    expect(() => apiKey(defaultWorld(), 'live', 'nobody')).toThrow('the world has no service nobody');
    expect(() => apiKey({ services: [service] }, 'team')).toThrow('has no key of type team');
    expect(() => apiKey({ services: [] })).toThrow('the world has no service at all');
  });
});

describe('stand-in: changes to the world', () => {
  test('a change to the world takes effect from the next request', async () => {
    const { standIn, client } = standInAt();
    const [changing] = standIn.world.services;
    const [key] = changing?.keys ?? [];
    const list = () => client().listTemplates();
    const live = client();
    await live.listTemplates();
    if (changing && key) changing.keys = [{ ...key, revokedAt: new Date(standIn.now()).toISOString() }];
    await expect(live.listTemplates()).rejects.toMatchObject({
      details: [{ message: 'Invalid token: API key revoked' }],
    });
    await standIn.tick(7 * 24 * 3_600_000);
    await expect(live.listTemplates()).rejects.toMatchObject({
      details: [{ message: 'Invalid token: service has no API keys' }],
    });
    expect(list).toThrow('has no key of type live');
  });

  test('a message keeps the template version that it was sent with', async () => {
    const { standIn, client } = standInAt();
    const { id } = await client().sendSms({ templateId: ids.plainSms, phoneNumber: '07900900123' });
    const template = standIn.world.services[0]?.templates.find((one) => one.id === ids.plainSms);
    const [first] = template?.versions ?? [];
    if (template && first) template.versions = [first, { ...first, number: 2, body: 'Our office is open again.' }];
    const next = await client().sendSms({ templateId: ids.plainSms, phoneNumber: '07900900123' });
    expect(next).toMatchObject({ content: { body: 'Our office is open again.' }, template: { version: 2 } });
    expect(await client().getNotification(id)).toMatchObject({
      body: 'Our office is closed on Monday.',
      template: { version: 1 },
    });
    expect(await client().getTemplateVersion(ids.plainSms, 1)).toMatchObject({ version: 1, updated_at: null });
  });
});
