import { NotifyStandIn } from '../../../lib/testing';
import { bearer, callOverHttp, jsonOf } from '../calls';
import { ids, licence } from '../default-ids';

async function withControl(
  use: (order: Order, standIn: NotifyStandIn) => Promise<void>,
  control = true,
): Promise<void> {
  const standIn = new NotifyStandIn();
  const server = await standIn.listen({ control });
  const order: Order = async (method, path, body) => {
    const headers = path.startsWith('/v2') ? { authorization: bearer() } : {};
    const call = body === undefined ? { method, path, headers } : { method, path, headers, body: JSON.stringify(body) };
    const answer = await callOverHttp(server.url, call);
    return { status: answer.status, json: jsonOf(answer) };
  };
  try {
    await use(order, standIn);
  } finally {
    await server.close();
  }
}

type Order = (method: string, path: string, body?: unknown) => Promise<{ status: number; json: unknown }>;

const text = { template_id: ids.plainSms, phone_number: '07900900123', reference: 'r' };

async function sentId(sending: ReturnType<Order>): Promise<string> {
  const { json } = await sending;
  if (typeof json === 'object' && json !== null && 'id' in json) return String(json.id);
  throw new Error('nothing was sent');
}

test('the control path exists only if it is asked for', async () => {
  await withControl(async (order) => {
    expect((await order('GET', '/_stand-in/world')).status).toBe(404);
    expect((await order('POST', '/_stand-in/tick', { milliseconds: 1 })).status).toBe(404);
  }, false);
});

test('time can be advanced, and an ending decided', async () => {
  await withControl(async (order, standIn) => {
    const before = standIn.now();
    await order('POST', '/_stand-in/endings', { match: { reference: 'r' }, ending: 'permanent-failure' });
    await order('POST', '/v2/notifications/sms', text);
    expect((await order('POST', '/_stand-in/tick', { milliseconds: 60_000 })).status).toBe(200);
    expect(standIn.now()).toBeGreaterThanOrEqual(before + 60_000);
    expect(await order('GET', '/_stand-in/notifications?reference=r')).toMatchObject({
      status: 200,
      json: [{ reference: 'r', status: 'permanent-failure', recipient: '07900900123' }],
    });
    expect(await order('GET', '/_stand-in/notifications?to=nobody')).toEqual({ status: 200, json: [] });
  });
});

test('faults can be scripted and removed', async () => {
  await withControl(async (order) => {
    await order('POST', '/_stand-in/faults', { fault: { kind: 'rate limit' }, times: 5, when: { reference: 'r' } });
    expect((await order('POST', '/v2/notifications/sms', text)).status).toBe(429);
    await order('DELETE', '/_stand-in/faults');
    expect((await order('POST', '/v2/notifications/sms', text)).status).toBe(201);
    expect(await order('GET', '/_stand-in/requests')).toEqual({
      status: 200,
      json: { 'POST /v2/notifications/sms 201': 1, 'POST /v2/notifications/sms 429 RateLimitError': 1 },
    });
  });
});

test('all can be put back as it was at the beginning, and endings withdrawn alone', async () => {
  await withControl(async (order, standIn) => {
    await order('POST', '/_stand-in/endings', { match: {}, ending: 'stuck' });
    expect(await order('DELETE', '/_stand-in/endings')).toEqual({ status: 200, json: {} });
    await order('POST', '/_stand-in/faults', { fault: { kind: 'rate limit' }, times: 5 });
    await order('POST', '/v2/notifications/sms', text);
    await order('POST', '/_stand-in/tick', { milliseconds: 86_400_000 });
    expect(await order('POST', '/_stand-in/reset')).toEqual({ status: 200, json: {} });
    expect(standIn.now()).toBeLessThan(Date.now() + 3_600_000);
    expect(await order('GET', '/_stand-in/requests')).toEqual({ status: 200, json: {} });
    expect((await order('POST', '/v2/notifications/sms', text)).status).toBe(201);
  });
});

test('a text can be received, a letter cancelled or returned, a complaint made and the rate limit emptied', async () => {
  await withControl(async (order, standIn) => {
    const { json } = await order('POST', '/_stand-in/received-texts', { from: '07900900123', content: 'yes' });
    expect(await order('GET', '/v2/received-text-messages')).toMatchObject({
      json: { received_text_messages: [json] },
    });

    const letter = { template_id: ids.letter, personalisation: licence };
    const cancelled = await sentId(order('POST', '/v2/notifications/letter', letter));
    await order('POST', `/_stand-in/cancelled-letters/${cancelled}`);
    expect(standIn.notifications.byId(cancelled)?.status).toBe('cancelled');

    const returned = await sentId(order('POST', '/v2/notifications/letter', letter));
    await order('POST', '/_stand-in/tick', { milliseconds: 3 * 24 * 3_600_000 });
    await order('POST', `/_stand-in/returned-letters/${returned}`);
    expect(standIn.notifications.byId(returned)?.rawStatus).toBe('returned-letter');
    expect((await order('POST', `/_stand-in/complaints/${returned}`)).status).toBe(200);

    await order('POST', '/_stand-in/tokens', { tokens: 0 });
    expect((await order('POST', '/v2/notifications/sms', text)).status).toBe(429);
  });
});

test('an unknown order is answered with the list of orders, and the list can be read', async () => {
  await withControl(async (order) => {
    const orders = expect.arrayContaining(['POST tick {"milliseconds"}', 'DELETE faults']);
    expect(await order('GET', '/_stand-in/')).toEqual({ status: 200, json: { orders } });
    expect(await order('POST', '/_stand-in/dance', {})).toEqual({
      status: 404,
      json: { error: 'there is no order dance', orders },
    });
  });
});

test('a message can be sent from the website, and one from a spreadsheet is listed only with the jobs', async () => {
  await withControl(async (order) => {
    const message = { templateId: ids.plainSms, recipient: '07900900123', createdByName: 'Ines' };
    const id = await sentId(order('POST', '/_stand-in/website-messages', message));
    await order('POST', '/_stand-in/website-messages', { ...message, fromSpreadsheet: true });
    const listed = (query: string) => order('GET', `/v2/notifications${query}`);
    expect(await listed('')).toMatchObject({ json: { notifications: [{ id, created_by_name: 'Ines' }] } });
    expect(await listed('?include_jobs=true')).toMatchObject({ json: { notifications: { length: 2 } } });
    expect((await order('POST', '/_stand-in/website-messages', { ...message, templateId: 'x' })).status).toBe(400);
  });
});

test('the world can be read', async () => {
  await withControl(async (order) => {
    expect(await order('GET', '/_stand-in/world')).toMatchObject({
      status: 200,
      json: { services: [{ name: 'Apply for a juggling licence' }, { trial: true }] },
    });
  });
});

test.each([
  ['POST', 'tick', { milliseconds: -1 }, 400, 'the order is wrong: milliseconds must be at least 0'],
  ['POST', 'tick', 'soon', 400, 'the order is wrong: it must be an object'],
  ['POST', 'tick', undefined, 400, 'the order is wrong: it is missing'],
  [
    'POST',
    'endings',
    { match: {}, ending: 'nicely' },
    400,
    'the order is wrong: ending must be one of delivered, sent',
  ],
  ['POST', 'faults', { fault: { kind: 'flood' } }, 400, 'the order is wrong: fault.kind must be one of latency, drop'],
  [
    'POST',
    'faults',
    { fault: { kind: 'gateway', status: 500 }, skip: 1.5 },
    400,
    'the order is wrong: fault.status must be one of 502, 503, 504; skip must be a whole number',
  ],
  [
    'POST',
    'faults',
    { fault: { kind: 'drop', accepted: true }, often: 1 },
    400,
    'the order is wrong: unknown field often',
  ],
  ['POST', 'received-texts', { from: 'nobody', content: 'x' }, 400, 'no phone number'],
  ['POST', 'returned-letters/nothing', undefined, 400, 'no message nothing'],
])('%s %s with %j is refused with what is wrong', async (method, path, body, status, words) => {
  await withControl(async (order) => {
    const answer = await order(method, `/_stand-in/${path}`, body);
    expect(answer).toEqual({ status, json: { error: expect.stringContaining(words) } });
  });
});
