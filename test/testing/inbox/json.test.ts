import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { NotifyClient } from '../../../lib/notify';
import { apiKey, NotifyStandIn, type Listening } from '../../../lib/testing';
import { ids, licence, reminder } from '../default-ids';

let standIn: NotifyStandIn;
let server: Listening;
let notify: NotifyClient;

async function open(control = false): Promise<void> {
  standIn = new NotifyStandIn();
  server = await standIn.listen({ inbox: true, control });
  notify = new NotifyClient({ apiKey: apiKey(standIn.world), baseUrl: server.url });
}

beforeEach(() => open());
afterEach(() => server.close());

async function ask(path: string, init: RequestInit = {}): Promise<{ status: number; json: unknown }> {
  const answer = await fetch(`${server.url}/_stand-in/${path}`, init);
  return { status: answer.status, json: await answer.json() };
}

const idsIn = ({ json }: { json: unknown }): unknown => (json as { id: string }[]).map(({ id }) => id);

async function sendSome(): Promise<Record<'email' | 'text' | 'letter' | 'test', string>> {
  const email = await notify.sendEmail({
    templateId: ids.email,
    emailAddress: 'amala@example.com',
    personalisation: reminder,
    reference: 'a-1',
  });
  const text = await notify.sendSms({
    templateId: ids.sms,
    phoneNumber: '07900 900123',
    personalisation: { code: '4711' },
  });
  const letter = await notify.sendLetter({ templateId: ids.letter, personalisation: licence });
  const withTestKey = new NotifyClient({ apiKey: apiKey(standIn.world, 'test'), baseUrl: server.url });
  const test = await withTestKey.sendSms({ templateId: ids.plainSms, phoneNumber: '07900900124' });
  return { email: email.id, text: text.id, letter: letter.id, test: test.id };
}

describe('the JSON beside the inbox: which messages', () => {
  test.each([
    ['q=SECURITY+code', ['text']],
    ['q=appointment', ['email']],
    ['to=%2B447900900123', ['text']],
    ['to=Amala@Example.com', ['email']],
    ['to=Amala+Bird', ['letter']],
    ['reference=a-1', ['email']],
    ['type=letter', ['letter']],
    ['status=accepted', ['letter']],
    ['status=created&type=sms', ['text', 'test']],
    ['status=failed', []],
    ['template=Security+code', ['text']],
    [`template=${ids.letter}`, ['letter']],
    ['service=Apply+for+a+juggling+licence', ['email', 'text', 'letter', 'test']],
    [`service=${ids.service}&key=test`, ['test']],
    ['key=team', []],
    ['limit=2', ['letter', 'test']],
  ] as const)('%s', async (query, wanted) => {
    const sent = await sendSome();
    expect(idsIn(await ask(`notifications?${query}`))).toEqual(wanted.map((name) => sent[name]));
  });

  test('with before, those that were sent before the message', async () => {
    const sent = await sendSome();
    const query = `before=${sent.letter}&limit=1`;
    expect(idsIn(await ask(`notifications?${query}`))).toEqual([sent.text]);
    expect(idsIn(await ask('notifications?before=nothing'))).toEqual([]);
  });

  test('in TypeScript the same filter finds the same', async () => {
    const sent = await sendSome();
    const { notifications } = standIn;
    expect(notifications.find({ type: 'sms' }).map(({ id }) => id)).toEqual([sent.text, sent.test]);
    expect(notifications.latest({ type: 'sms', key: 'live' })?.body).toContain('4711');
    expect(notifications.latest()?.id).toBe(sent.test);
    expect(notifications.latest({ to: 'nobody' })).toBeUndefined();
  });

  test.each([
    ['recipient=x', 'there is no filter recipient'],
    ['to=', 'to is empty'],
    ['type=fax', 'type must be one of email, sms, letter'],
    ['status=permenent-failure', 'status must be one of created'],
    ['limit=0', 'limit must be a whole number from 1 on'],
    ['key=mine&limit=x', 'key must be one of live, team, test; limit must be'],
  ])('%s is wrong, and gives no message', async (query, words) => {
    await sendSome();
    for (const path of ['notifications', 'notifications/latest']) {
      expect(await ask(`${path}?${query}`)).toEqual({ status: 400, json: { error: expect.stringContaining(words) } });
    }
  });
});

describe('the JSON beside the inbox: one message', () => {
  test('has its HTML, history, sender and request', async () => {
    const { email } = await sendSome();
    await standIn.tick(10_000);
    const { json } = await ask(`notifications/${email}`);
    expect(json).toMatchObject({
      id: email,
      status: 'delivered',
      html: expect.stringContaining('Your appointment</h2>'),
      history: [{ status: 'created' }, { status: 'sending' }, { status: 'delivered', at: expect.stringMatching(/Z$/) }],
      sender: 'juggling.licence@notifications.service.gov.uk',
      replyTo: 'help@juggling.example.gov.uk',
      request: 1,
      fragments: null,
      cost: 0,
      files: [],
      callbacks: [],
    });
  });

  test('of a text has its fragments and cost, of a letter its cost once that is known', async () => {
    const { text, letter } = await sendSome();
    expect((await ask(`notifications/${text}`)).json).toMatchObject({
      fragments: 1,
      cost: null,
      sender: 'GOVUK',
      html: null,
    });
    await standIn.tick(5000);
    expect((await ask(`notifications/${text}`)).json).toMatchObject({ cost: standIn.world.prices.sms });
    expect((await ask(`notifications/${letter}`)).json).toMatchObject({ fragments: null, sender: null, cost: 0.73 });
  });

  test('that there is not is 404', async () => {
    expect(await ask('notifications/nothing')).toEqual({ status: 404, json: { error: 'there is no message nothing' } });
  });
});

describe('the JSON beside the inbox: the newest message', () => {
  test('is there at once, or 404', async () => {
    expect((await ask('notifications/latest')).status).toBe(404);
    const sent = await sendSome();
    expect((await ask('notifications/latest')).json).toMatchObject({ id: sent.test });
    expect((await ask('notifications/latest?to=amala@example.com')).json).toMatchObject({
      id: sent.email,
      html: expect.any(String),
    });
    expect((await ask('notifications/latest?to=nobody@example.com&wait=40')).status).toBe(404);
  });

  test('is waited for until it is sent, and until it has the status that is asked for', async () => {
    const waiting = [
      ask('notifications/latest?to=amala@example.com&wait=30000'),
      ask('notifications/latest?status=delivered&wait=30000'),
    ];
    const sent = await sendSome();
    expect((await waiting[0])?.json).toMatchObject({ id: sent.email });
    standIn.control.endAs({ id: sent.email }, 'delivered');
    await standIn.tick(5000);
    expect((await waiting[1])?.json).toMatchObject({ status: 'delivered' });
  });

  test.each(['-1', '30001', 'long'])('is not waited for %s milliseconds', async (wait) => {
    expect((await ask(`notifications/latest?wait=${wait}`)).status).toBe(400);
  });
});

describe('the JSON beside the inbox: what was recorded', () => {
  let theirs: Server | undefined;

  afterEach(() => void theirs?.close());

  test('of callbacks: the answer, the time, the message, and why there was none', async () => {
    theirs = createServer((request, response) => {
      request.resume();
      response.writeHead(500).end('x'.repeat(5000));
    });
    await new Promise<void>((resolve) => theirs?.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(theirs.address() as AddressInfo).port}/receipts`;
    const [service] = standIn.world.services;
    Object.assign(service?.callbacks ?? {}, { deliveryReceipts: { url, bearerToken: 'secret' } });
    const { text } = await sendSome();
    await standIn.tick(10_000);
    const all = (await ask('callbacks')).json as { messageId: string }[];
    expect(all.find(({ messageId }) => messageId === text)).toMatchObject({
      kind: 'deliveryReceipts',
      attempt: 1,
      status: 500,
      error: null,
      outcome: 'tried again',
      nextAt: expect.any(String),
      took: expect.any(Number),
      answer: 'x'.repeat(4096),
    });
    expect(JSON.stringify(all)).not.toContain('secret');
    theirs.closeAllConnections();
    theirs.close();
    await standIn.tick(300_000);
    const { json } = await ask(`notifications/${text}`);
    expect((json as { callbacks: unknown[] }).callbacks[1]).toMatchObject({
      status: null,
      error: 'nothing listens at that address and port (ECONNREFUSED)',
      answer: null,
    });
  });

  test('of requests: who signed them, which fault struck, and never the token', async () => {
    standIn.faults.add({ fault: { kind: 'drop', accepted: true } });
    await notify.sendSms({ templateId: ids.plainSms, phoneNumber: '07900900123' }).catch(() => undefined);
    const key = apiKey(standIn.world).replace(/.$/, '0');
    await new NotifyClient({ apiKey: key, baseUrl: server.url }).listTemplates().catch(() => undefined);
    await fetch(`${server.url}/v2/templates`);
    const { json } = await ask('request-log');
    expect(json).toMatchObject([
      { number: 1, status: null, faults: ['drop'], token: 'good', messageId: standIn.notifications.latest()?.id },
      { number: 2, status: 403, error: 'AuthError', token: 'refused', signedBy: null, messageId: null },
      { number: 3, status: 401, token: 'none' },
    ]);
    const whole = (await ask('request-log/1')).json;
    expect(whole).toMatchObject({
      body: expect.stringContaining('07900900123'),
      answer: null,
      headers: { host: expect.any(String) },
    });
    expect(JSON.stringify([json, whole])).not.toMatch(/authorization|bearer|eyJ/i);
    expect((await ask('request-log/9')).status).toBe(404);
  });

  test('of what is still to come: faults, endings, received texts and the clock', async () => {
    standIn.faults.add({ fault: { kind: 'rate limit' }, times: 2, when: { reference: 'x' } });
    standIn.control.endAs({ reference: 'x' }, 'stuck');
    standIn.control.receiveText({ from: '07900900123', content: 'yes' });
    expect((await ask('faults')).json).toEqual([
      {
        number: 1,
        fault: { kind: 'rate limit' },
        when: { reference: 'x' },
        hasPredicate: false,
        skip: 0,
        left: 2,
        until: null,
        struck: 0,
      },
    ]);
    expect((await ask('endings')).json).toEqual([{ number: 1, match: { reference: 'x' }, ending: 'stuck' }]);
    expect((await ask('received-texts')).json).toMatchObject([{ from: '447900900123', content: 'yes' }]);
    expect((await ask('clock')).json).toEqual({ now: expect.stringMatching(/Z$/), nextEventAt: null });
  });
});

describe('the JSON beside the inbox: what may be done', () => {
  test('without control it can be read, and nothing be changed', async () => {
    await sendSome();
    expect((await ask('world')).status).toBe(404);
    for (const [method, name] of [
      ['DELETE', 'notifications'],
      ['DELETE', 'endings'],
      ['POST', 'tick'],
      ['POST', 'reset'],
    ] as const) {
      expect(await ask(name, { method })).toEqual({
        status: 403,
        json: { error: expect.stringContaining('--control') },
      });
    }
    expect(standIn.notifications.size).toBe(4);
    expect((await ask('')).json).toEqual({ orders: expect.not.arrayContaining(['GET world', 'POST reset']) });
  });

  test('with control messages are forgotten, and all that was still to happen', async () => {
    await server.close();
    await open(true);
    await sendSome();
    expect(await ask('notifications', { method: 'DELETE' })).toEqual({ status: 200, json: {} });
    expect((await ask('notifications')).json).toEqual([]);
    expect((await ask('request-log')).json).toEqual([]);
    expect(standIn.nextDueAt()).toBeUndefined();
    await standIn.tick(10_000);
    const [next] = [await sendSome()];
    expect((await ask('notifications/latest')).json).toMatchObject({ id: next.test });
  });
});
