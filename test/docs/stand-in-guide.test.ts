import { NotifyClient } from '../../lib/notify';
import { apiKey, NotifyStandIn, readWorld, type Fault } from '../../lib/testing';
import { authMessages } from '../../lib/testing/auth/messages';
import { scriptOrder } from '../../lib/testing/control/order-schemas';
import { orders } from '../../lib/testing/control/orders';
import { endings } from '../../lib/testing/lifecycle/endings';
import { readAs } from '../../lib/testing/read-as';
import { codeIn, readPage, rowsUnder } from './pieces';

const page = 'docs/guide/stand-in.md';
const guide = readPage(page);

const licence = {
  templateId: '10000000-0000-4000-8000-000000000001',
  personalisation: {
    name: 'Amala',
    expires: '2030',
    address_line_1: 'Amala Bird',
    address_line_2: '1 High Street',
    postcode: 'SW14 6BF',
  },
};

describe('stand-in guide', () => {
  test('the world in the guide can be served', async () => {
    const [, json = ''] = /^```json\n([^]*?)^```$/m.exec(guide) ?? [];
    const world = readWorld(json);
    const standIn = new NotifyStandIn({ world });
    const notify = new NotifyClient({ apiKey: apiKey(world, 'live'), transport: standIn.transport });
    const { templates } = await notify.listTemplates();
    expect(templates.map(({ name, version, postage }) => ({ name, version, postage }))).toEqual([
      { name: 'Plate', version: 1, postage: 'first' },
      { name: 'Registered', version: 2, postage: null },
    ]);
  });

  test('the guide names every property of a service', () => {
    const named = rowsUnder(page, '## A world').flatMap(([property]) => codeIn(property));
    const [service] = new NotifyStandIn().world.services;
    expect(named.toSorted()).toEqual(Object.keys(service ?? {}).toSorted());
  });

  test('the guide names every ending', () => {
    const named = new Set(rowsUnder(page, '## Control').flatMap(([first]) => codeIn(first)));
    expect(endings.filter((ending) => !named.has(ending))).toEqual([]);
  });

  describe('stand-in guide: control requests', () => {
    const shown = rowsUnder(page, '## Control').flatMap(([, order, body]) => {
      const [code = ''] = codeIn(order);
      const [method, path] = code.split(' ');
      return path?.startsWith('/_stand-in/') ? [{ method, path, body: codeIn(body)[0] }] : [];
    });

    test('the guide shows every control request', () => {
      const names = shown.map(({ method, path }) => `${method} ${path.split(/[/?]/)[2]}`);
      expect([...new Set(names)].toSorted()).toEqual([...orders.keys()].toSorted());
    });

    test.each(shown)('the control request works as shown: $method $path', async ({ method, path, body }) => {
      const standIn = new NotifyStandIn();
      const server = await standIn.listen({ control: true });
      const notify = new NotifyClient({ apiKey: apiKey(standIn.world, 'live'), baseUrl: server.url });
      const { id } = await notify.sendLetter(licence);
      if (path.includes('returned')) await standIn.tick(72 * 3_600_000);

      const url = server.url + path.replace('{id}', id).replace('…', 'nobody');
      const answer = await fetch(url, { method: method ?? '', ...(body === undefined ? {} : { body }) });
      await server.close();
      expect({ status: answer.status, said: await answer.text() }).toMatchObject({ status: 200 });
    });
  });

  describe('stand-in guide: faults', () => {
    const shown = rowsUnder(page, '## Faults').flatMap(([first]) =>
      codeIn(first)
        .filter((code) => code.startsWith('{'))
        .map((code) => readAs(scriptOrder, { fault: JSON.parse(code) }, 'the guide').fault),
    );

    test('the guide shows every kind of fault', () => {
      const kinds: Record<Fault['kind'], true> = {
        latency: true,
        drop: true,
        'server error': true,
        'time limit': true,
        gateway: true,
        edge: true,
        'rate limit': true,
        'daily limit': true,
        forbidden: true,
        'slow body': true,
        'half a body': true,
      };
      expect(shown.map(({ kind }) => kind).toSorted()).toEqual(Object.keys(kinds).toSorted());
    });

    test.each(shown.map((fault) => [fault.kind, fault] as const))(
      'the fault strikes as shown: %s',
      async (_, fault) => {
        const clock = { now: () => Date.now(), sleep: async () => {} };
        const standIn = new NotifyStandIn({ clock });
        const script = standIn.faults.add({ fault });
        const notify = new NotifyClient({ apiKey: apiKey(standIn.world, 'live'), transport: standIn.transport });
        await notify.sendLetter(licence).catch(() => {});
        expect(script.struck).toBe(1);
      },
    );

    test('the guide lists every reason for a forbidden answer', () => {
      const [, list = ''] = /^Reasons: ([^]*?)\.\n\n/m.exec(guide) ?? [];
      const known = [...Object.keys(authMessages), 'letters with a team key', 'letters in trial mode'];
      expect(codeIn(list)).toEqual(known);
    });
  });
});
