import { NotifyStandIn } from '../../../lib/testing';
import { bearer, callOverHttp, jsonOf, type RawAnswer, type RawCall } from '../calls';
import { ids, licence } from '../default-ids';
import { standInAt } from '../sends';

let standIn: NotifyStandIn;
let call: (raw: RawCall) => Promise<RawAnswer>;
let close: () => Promise<void>;

beforeAll(async () => {
  standIn = new NotifyStandIn();
  const server = await standIn.listen();
  call = (raw) => callOverHttp(server.url, raw);
  close = server.close;
});

afterAll(async () => close());

const good = { authorization: bearer() };
const send = (body: string | Buffer, headers: Record<string, string> = {}) =>
  call({ method: 'POST', path: '/v2/notifications/sms', headers: { ...good, ...headers }, body });
const text = { template_id: ids.plainSms, phone_number: '07900900123' };

test('every answer has Notify’s headers, and no others', async () => {
  const answers = [
    await send(JSON.stringify(text)),
    await send('['),
    await call({ path: '/v2/nope' }),
    await call({ method: 'DELETE', path: '/v2/notifications' }),
    await call({ path: '/v2/templates' }),
  ];
  for (const { rawHeaders, status } of answers) {
    const names = rawHeaders.filter((_, index) => index % 2 === 0);
    const values = Object.fromEntries(names.map((name, index) => [name, rawHeaders[2 * index + 1]]));
    expect({ status, values }).toEqual({
      status,
      values: {
        'Content-Type': expect.any(String),
        'Content-Length': expect.any(String),
        'X-B3-TraceId': expect.stringMatching(/^[0-9a-f]{32}$/),
        'X-B3-SpanId': expect.stringMatching(/^[0-9a-f]{16}$/),
        'Access-Control-Allow-Origin': '*',
        'Access-Control-Allow-Headers': 'Content-Type,Authorization',
        'Access-Control-Allow-Methods': 'GET,PUT,POST,DELETE',
        'X-Content-Type-Options': 'nosniff',
        'X-Frame-Options': 'SAMEORIGIN',
        'X-Permitted-Cross-Domain-Policies': 'none',
        'Strict-Transport-Security': 'max-age=31536000; includeSubDomains; preload',
        'Cache-Control': 'no-store, no-cache, private, must-revalidate',
        // Node's own, as any server has them.
        Date: expect.any(String),
        Connection: expect.any(String),
        ...(status === 405 ? { Allow: 'GET, HEAD, OPTIONS' } : {}),
      },
    });
  }
});

test('a trace id in the request comes back in the answer', async () => {
  const headers = { ...good, 'X-B3-TraceId': 'abc', 'X-B3-SpanId': 'def' };
  const answer = await call({ path: '/v2/templates', headers });
  expect(answer.headers).toMatchObject({ 'x-b3-traceid': 'abc', 'x-b3-spanid': 'def' });
});

test('the body is read as JSON whatever the content type, and can start with a byte order mark', async () => {
  expect((await send(JSON.stringify(text), { 'content-type': 'text/plain' })).status).toBe(201);
  expect((await send(`\ufeff${JSON.stringify(text)}`)).status).toBe(201);
  expect((await send(Buffer.concat([Buffer.from([0xff]), Buffer.from(JSON.stringify(text))]))).status).toBe(400);
});

test.each([
  ['null', 2],
  ['[]', 2],
  ['{}', 2],
  ['0', 2],
  ['""', 2],
  ['false', 2],
])('the body %s counts as an empty object', async (body, errors) => {
  expect(jsonOf(await send(body))).toMatchObject({ status_code: 400, errors: { length: errors } });
});

test.each([
  ['sms', '[1]', 400, 'ValidationError', '[1] is not of type object'],
  ['email', '5', 400, 'ValidationError', '5 is not of type object'],
  ['sms', '"it\'s"', 400, 'ValidationError', '"its" is not of type object'],
  ['sms', 'true', 400, 'ValidationError', 'True is not of type object'],
  ['letter', '5', 500, 'TypeError', 'Internal server error'],
  ['letter', 'true', 500, 'TypeError', 'Internal server error'],
  ['letter', '"x"', 400, 'ValidationError', 'x is not of type object'],
  ['letter', '["content"]', 400, 'ValidationError', '[content] is not of type object'],
  ['pigeon', '{}', 500, 'KeyError', 'Internal server error'],
])('a %s whose body is %s gets %i', async (channel, body, status, error, message) => {
  const answer = await call({ method: 'POST', path: `/v2/notifications/${channel}`, headers: good, body });
  expect(answer.status).toBe(status);
  expect(jsonOf(answer)).toEqual({ status_code: status, errors: [{ error, message }] });
});

test.each([
  ['[1]', 500],
  ['5', 500],
  ['"x"', 500],
  ['[]', 200],
  ['', 200],
  ['{"foo": 1}', 200],
])('a preview whose body is %j gets %i', async (body, status) => {
  const path = `/v2/template/${ids.plainSms}/preview`;
  expect((await call({ method: 'POST', path, headers: good, body })).status).toBe(status);
});

test('a body of 20 megabytes is accepted, and one that is nested too deeply gets Python’s recursion error', async () => {
  const padding = 'x'.repeat(20 * 1024 * 1024);
  expect((await send(JSON.stringify({ ...text, personalisation: { padding } }))).status).toBe(201);
  const deep = await send(`{"reference":${'['.repeat(200_000)}${']'.repeat(200_000)}}`);
  expect(jsonOf(deep)).toMatchObject({ status_code: 500, errors: [{ error: 'RecursionError' }] });
});

test('HEAD is GET without a body, and OPTIONS names the methods if there is a token', async () => {
  const get = await call({ path: '/v2/templates', headers: good });
  const head = await call({ method: 'HEAD', path: '/v2/templates', headers: good });
  expect(head.status).toBe(200);
  expect(head.body).toHaveLength(0);
  expect(head.headers['content-length']).toBe(get.headers['content-length']);
  const options = await call({ method: 'OPTIONS', path: '/v2/notifications/sms', headers: good });
  expect(options.status).toBe(200);
  expect(options.headers.allow).toBe('GET, HEAD, OPTIONS, POST');
  expect((await call({ method: 'OPTIONS', path: '/v2/notifications/sms' })).status).toBe(401);
  expect((await call({ method: 'OPTIONS', path: '/v2/nope' })).status).toBe(404);
});

test('absolute URLs start with the host that was called', async () => {
  const answer = await send(JSON.stringify(text), { host: 'notify.example:8080' });
  expect(jsonOf(answer)).toMatchObject({
    uri: expect.stringMatching(/^http:\/\/notify\.example:8080\/v2\/notifications\//),
  });
});

test('a path of the website is refused to services', async () => {
  const path = `/service/${ids.service}/template/${ids.sms}/versions`;
  const answer = await call({ path, headers: good });
  expect(answer.status).toBe(401);
  expect(jsonOf(answer)).toEqual({
    result: 'error',
    message: { token: ['Unauthorized: not allowed to perform this action'] },
  });
});

test.each([
  '/v2',
  '/v2/templates/',
  '/v2/template',
  '/v2/templates//',
  '/v2///templates',
  `/v2/template/${ids.sms}/version/-1`,
  '/%',
])('%s is not a path of Notify', async (path) => {
  expect((await call({ path, headers: good })).status).toBe(404);
});

test('a PDF has a second rule against caching', async () => {
  const { standIn: other, client } = standInAt();
  const { id } = await client().sendLetter({ templateId: ids.letter, personalisation: licence });
  await other.tick(2000);
  const answer = await other.transport({
    method: 'GET',
    url: new URL(`https://host/v2/notifications/${id}/pdf`),
    headers: { Authorization: bearer('live', other.now()) },
    timeout: 1000,
  });
  expect(answer.headers).toMatchObject({
    'content-type': 'application/pdf',
    'cache-control': 'no-store, no-cache, private, must-revalidate, no-cache',
  });
});

test('keys are sorted, and everything outside ASCII is escaped', async () => {
  const answer = await send(JSON.stringify({ ...text, reference: 'é😀\u007f"\n' }));
  expect(answer.body.toString()).toMatch(
    /^\{"content":\{"body":"Our office is closed on Monday\.","from_number":"GOVUK"\},"id":"[^"]+","reference":"\\u00e9\\ud83d\\ude00\\u007f\\"\\n",.*\}\n$/,
  );
});
