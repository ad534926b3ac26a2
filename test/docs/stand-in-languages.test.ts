import { NotifyClient, prepareUpload } from '../../lib/notify';
import { apiKey, defaultWorld, NotifyStandIn, serveStandIn, type CallbackSender } from '../../lib/testing';
import { orders } from '../../lib/testing/control/orders';
import { readFilter } from '../../lib/testing/control/read-filter';
import { licence } from '../testing/default-ids';
import { codeIn, readPage, rowsUnder } from './pieces';

const page = 'docs/guide/stand-in-languages.md';
const guide = readPage(page);

/** A block of code of the page: of a language, the first after a heading. */
function block(language: string, heading: string): string {
  const [, after = ''] = `\n${guide}`.split(`\n${heading}\n`);
  return new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`$`, 'm').exec(after)?.[1] ?? '';
}

/** Every block of JSON under a heading, as far as the next one. */
function blocks(heading: string): readonly string[] {
  const [, after = ''] = guide.split(`\n${heading}\n`);
  const [section = ''] = after.split(/^#+ /m);
  return [...section.matchAll(/^```json\n([^]*?)^```$/gm)].map(([, json = '']) => json);
}

/** A value with the kind of each thing in it for the thing. Of a list the first is taken. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, 1).map(shapeOf);
  if (typeof value !== 'object' || value === null) return typeof value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shapeOf(inner)]));
}

const bodies: Readonly<Record<string, unknown>> = {
  'POST /_stand-in/tick': { milliseconds: 60_000 },
  'POST /_stand-in/endings': { match: {}, ending: 'stuck' },
  'POST /_stand-in/received-texts': { from: '07900900123', content: 'yes' },
  'POST /_stand-in/website-messages': {
    templateId: '50000000-0000-4000-8000-000000000002',
    recipient: '07900900123',
    createdByName: 'Ines',
  },
  'POST /_stand-in/tokens': { tokens: 1 },
  'POST /_stand-in/faults': { fault: { kind: 'rate limit' } },
};

/** What a stand-in that has sent a letter answers. */
async function answerTo(order: string): Promise<unknown> {
  const standIn = new NotifyStandIn();
  const server = await standIn.listen({ control: true });
  const notify = new NotifyClient({ apiKey: apiKey(standIn.world), baseUrl: server.url });
  const { id } = await notify.sendLetter({
    templateId: '10000000-0000-4000-8000-000000000001',
    personalisation: licence,
  });
  if (order.includes('returned')) await standIn.tick(72 * 3_600_000);
  const [method = '', path = ''] = order.split(' ');
  const body = bodies[order];
  const init = { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
  const answer = await fetch(server.url + path.replace('{id}', id), init);
  await server.close();
  expect(answer.status).toBe(200);
  return answer.json();
}

/** What a stand-in answers in which there is something of everything. */
async function recorded(path: string): Promise<unknown> {
  const callbacks = { deliveryReceipts: { url: 'http://127.0.0.1:7000/receipts', bearerToken: 'token' } };
  const world = { services: defaultWorld().services.map((service) => ({ ...service, callbacks })) };
  const sendCallback: CallbackSender = async ({ onAnswer }) => {
    onAnswer?.(Promise.resolve('no such table'));
    return 500;
  };
  const standIn = new NotifyStandIn({ world, sendCallback });
  const server = await standIn.listen({ inbox: true });
  const notify = new NotifyClient({ apiKey: apiKey(world), baseUrl: server.url });
  standIn.faults.add({ fault: { kind: 'latency', milliseconds: 0 } });
  const { id } = await notify.sendEmail({
    templateId: 'e0000000-0000-4000-8000-000000000002',
    emailAddress: 'amala@example.com',
    personalisation: {
      name: 'Amala',
      link_to_file: prepareUpload(Buffer.from('%PDF-1.4'), { filename: 'decision.pdf' }),
    },
  });
  if (path === 'callbacks') await standIn.tick(10_000);
  standIn.control.receiveText({ from: '07900900123', content: 'yes' });
  standIn.control.endAs({ recipient: 'amala@example.com' }, 'permanent-failure');
  standIn.faults.add({ fault: { kind: 'rate limit' }, when: { reference: 'order-1' }, times: 3 });
  const answer = await fetch(`${server.url}/_stand-in/${path.replace('{email}', id)}`);
  await server.close();
  return answer.json();
}

describe('the guide to the stand-in from any language', () => {
  test('shows what the start prints', async () => {
    const lines: string[] = [];
    const close = await serveStandIn({ control: true, json: true }, (line) => lines.push(line));
    await close();
    expect(shapeOf(JSON.parse(block('json', '# Test against the stand-in from any language')))).toEqual(
      shapeOf(JSON.parse(lines[0] ?? '')),
    );
  });

  const rows = rowsUnder(page, '## What the orders answer').map(
    ([order, answer]): readonly [string, string | undefined] => [codeIn(order)[0] ?? '', codeIn(answer)[0]],
  );

  test('shows what every order answers', () => {
    const names = rows.map(([order]) => order.replace('/_stand-in/', '').replace(/\/.*/, ''));
    expect([...new Set(names)].filter((name) => name !== 'GET ').toSorted()).toEqual([...orders.keys()].toSorted());
  });

  test.each(rows.filter(([, answer]) => answer !== undefined))('%s', async (order, answer = '') => {
    expect(shapeOf(await answerTo(order))).toEqual(shapeOf(JSON.parse(answer)));
  });

  test('shows every field of a message', async () => {
    const [shown] = JSON.parse(block('json', '### Messages')) as object[];
    const [message] = (await answerTo('GET /_stand-in/notifications')) as object[];
    expect(Object.keys(shown ?? {}).toSorted()).toEqual(Object.keys(message ?? {}).toSorted());
    expect(shapeOf({ ...message, personalisation: null })).toEqual(shapeOf({ ...shown, personalisation: null }));
  });

  test.each([
    ['### One message', 'notifications/{email}'],
    ['### Callbacks', 'callbacks'],
    ['### Requests', 'request-log'],
    ['### Received texts', 'received-texts'],
    ['### Faults and endings', 'faults'],
  ])('shows what is recorded: %s', async (heading, path) => {
    const [answer, isPart] = [await recorded(path), path.includes('{')];
    const shown = shapeOf(JSON.parse(block('json', heading)));
    if (isPart) expect(shapeOf(answer)).toMatchObject(shown as object);
    else expect(shapeOf(answer)).toEqual(shown);
  });

  test('shows every field of one message, and of one request', async () => {
    const keys = (...values: readonly unknown[]): readonly string[] =>
      values.flatMap((value) => Object.keys(value as object)).toSorted();
    const [inList] = JSON.parse(block('json', '### Messages')) as object[];
    const [more] = blocks('### One message').map((json) => JSON.parse(json) as object);
    expect(keys(await recorded('notifications/{email}'))).toEqual(keys(inList, more));
    const [inLog, whole] = blocks('### Requests').map((json) => JSON.parse(json) as object);
    expect(keys(await recorded('request-log/1'))).toEqual(keys((inLog as object[])[0], whole));
  });

  test('shows an ending, and names every filter', async () => {
    const [, ending = ''] = blocks('### Faults and endings');
    expect(shapeOf(await recorded('endings'))).toEqual(shapeOf(JSON.parse(ending)));
    const named = rowsUnder(page, '### Which messages').flatMap(([name]) => codeIn(name));
    const { wrong } = readFilter({ x: ['1'] });
    expect(named.toSorted()).toEqual((wrong[0]?.message.split('there are ')[1] ?? '').split(', ').toSorted());
  });

  test('shows a part of a world', async () => {
    const shown = shapeOf(JSON.parse(block('json', '### A world'))) as object;
    expect(shapeOf(await answerTo('GET /_stand-in/world'))).toMatchObject(shown);
  });

  test.each([
    ['python', '## Python', 'python/test_reminders.py'],
    ['java', '## Java', 'java/src/test/java/RemindersTest.java'],
    ['dockerfile', '## In a container', 'Containerfile'],
    ['yaml', '## In GitHub Actions', 'github-actions.yml'],
  ])('shows the %s that is tested', (language, heading, file) => {
    expect(block(language, heading)).toBe(readPage(`examples/stand-in/${file}`));
  });
});
