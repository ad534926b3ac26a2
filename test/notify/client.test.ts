import { fc } from '../properties';
import {
  isDefinitelyNotSent,
  isOutcomeUnknown,
  NotifyAbortedError,
  NotifyClient,
  NotifyConnectionError,
  NotifyInputError,
  NotifyUnexpectedAnswerError,
} from '../../lib/notify';
import { answer, apiKey, clientThatGets, refusal, rejection } from './answers';

const id = '740e5834-3a29-46b4-9a6f-16142fde533a';
const templateId = 'f33517ff-2a88-4f6e-b855-c550268ce08a';
const sent = answer(201, { id });

type Call = (client: NotifyClient) => Promise<unknown>;

describe('NotifyClient: send', () => {
  it.each<readonly [string, Call, string, object]>([
    [
      'an email with only what it must have',
      (client) => client.sendEmail({ templateId, emailAddress: 'amala@example.com' }),
      'email',
      { template_id: templateId, email_address: 'amala@example.com' },
    ],
    [
      'an email with everything',
      (client) =>
        client.sendEmail({
          templateId,
          emailAddress: 'amala@example.com',
          personalisation: { firstName: 'Amala', Ref_No: 5, list: ['a', null], yes: true, none: null },
          reference: 'r+/=',
          emailReplyToId: id,
          oneClickUnsubscribeUrl: 'https://example.com/u',
          sanitiseContentFor: ['firstName'],
        }),
      'email',
      {
        template_id: templateId,
        email_address: 'amala@example.com',
        personalisation: { firstName: 'Amala', Ref_No: 5, list: ['a', null], yes: true, none: null },
        reference: 'r+/=',
        email_reply_to_id: id,
        one_click_unsubscribe_url: 'https://example.com/u',
        sanitise_content_for: ['firstName'],
      },
    ],
    [
      'a text message',
      (client) =>
        client.sendSms({
          templateId,
          phoneNumber: '07700 900123',
          personalisation: {},
          reference: '',
          smsSenderId: id,
        }),
      'sms',
      { template_id: templateId, phone_number: '07700 900123', personalisation: {}, reference: '', sms_sender_id: id },
    ],
    [
      'a letter',
      (client) =>
        client.sendLetter({ templateId, personalisation: { address_line_1: 'The Occupier' }, reference: 'r' }),
      'letter',
      { template_id: templateId, personalisation: { address_line_1: 'The Occupier' }, reference: 'r' },
    ],
    [
      'a precompiled letter of bytes',
      (client) => client.sendPrecompiledLetter({ reference: 'r', content: Buffer.from('%PDF'), postage: 'economy' }),
      'letter',
      { reference: 'r', content: 'JVBERg==', postage: 'economy' },
    ],
    [
      'a precompiled letter in base64',
      (client) => client.sendPrecompiledLetter({ reference: 'r', content: 'JVBERg==' }),
      'letter',
      { reference: 'r', content: 'JVBERg==' },
    ],
    [
      'what is undefined',
      (client) => client.sendSms({ templateId, phoneNumber: '1', reference: undefined, personalisation: undefined }),
      'sms',
      { template_id: templateId, phone_number: '1' },
    ],
  ])('%s is posted with Notify’s field names and nothing else', async (_, send, channel, body) => {
    const { client, requests } = clientThatGets([sent]);
    await expect(send(client)).resolves.toEqual({ id });
    const [request] = requests;
    expect(request).toMatchObject({
      method: 'POST',
      url: new URL(`https://api.notifications.service.gov.uk/v2/notifications/${channel}`),
      headers: { 'content-type': 'application/json', 'user-agent': 'cdk-govuk-notify' },
      timeout: 35_000,
    });
    expect(JSON.parse(request?.body ?? '')).toEqual(body);
  });

  it('an option we do not know is passed on for Notify to refuse', async () => {
    const { client, requests } = clientThatGets([sent]);
    const misspelt = { templateId, emailAddress: 'a@example.com', emailReplyTo: id };
    await client.sendEmail(misspelt);
    expect(JSON.parse(requests[0]?.body ?? '')).toMatchObject({ email_reply_to: id });
  });

  it('a request is signed with the time of the clock passed in', async () => {
    const { client, requests } = clientThatGets([sent], { clock: { now: () => 1_568_818_578_900 } });
    await client.sendSms({ templateId, phoneNumber: '1' });
    const [scheme, token = ''] = requests[0]?.headers['authorization']?.split(' ') ?? [];
    const claims = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString();
    expect(scheme).toBe('Bearer');
    expect(JSON.parse(claims)).toEqual({ iss: '26785a09-ab16-4eb0-8407-a37497a57506', iat: 1_568_818_578 });
  });

  it('a value that cannot be JSON is refused before anything is sent', async () => {
    const { client, requests } = clientThatGets([sent]);
    const circular: { [name: string]: never } = {};
    Object.assign(circular, { circular });
    const error = await rejection(client.sendSms({ templateId, phoneNumber: '1', personalisation: circular }));
    expect(error).toBeInstanceOf(NotifyInputError);
    expect(requests).toEqual([]);
  });

  it('the client never retries by itself', async () => {
    const { client, requests } = clientThatGets([refusal(429, 'RateLimitError', 'Exceeded rate limit'), sent]);
    await rejection(client.sendSms({ templateId, phoneNumber: '1' }));
    expect(requests).toHaveLength(1);
  });
});

describe('NotifyClient: read', () => {
  const ok = answer(200, {
    id,
    type: 'sms',
    notifications: [],
    templates: [],
    received_text_messages: [],
  });

  it.each<readonly [string, Call, string]>([
    ['one notification', (client) => client.getNotification(id), `/v2/notifications/${id}`],
    ['notifications', (client) => client.listNotifications(), '/v2/notifications'],
    [
      'notifications by every filter',
      (client) =>
        client.listNotifications({
          templateType: ['sms', 'email'],
          status: ['failed', 'returned-letter'],
          reference: 'a b+c/d=&é',
          olderThan: id,
          includeJobs: true,
        }),
      `/v2/notifications?template_type=sms&template_type=email&status=failed&status=returned-letter&reference=a+b%2Bc%2Fd%3D%26%C3%A9&older_than=${id}&include_jobs=true`,
    ],
    [
      'notifications by one status and an empty reference, without jobs',
      (client) =>
        client.listNotifications({ status: 'sending', reference: '', includeJobs: false, templateType: undefined }),
      '/v2/notifications?status=sending&reference=',
    ],
    ['a template', (client) => client.getTemplate(templateId), `/v2/template/${templateId}`],
    ['a version', (client) => client.getTemplateVersion(templateId, 3), `/v2/template/${templateId}/version/3`],
    ['templates', (client) => client.listTemplates(), '/v2/templates'],
    ['templates of a type', (client) => client.listTemplates({ type: 'letter' }), '/v2/templates?type=letter'],
    ['received texts', (client) => client.listReceivedTexts(), '/v2/received-text-messages'],
    [
      'older received texts',
      (client) => client.listReceivedTexts({ olderThan: id }),
      `/v2/received-text-messages?older_than=${id}`,
    ],
  ])('a request for %s has the right path', async (_, read, path) => {
    const { client, requests } = clientThatGets([ok]);
    await expect(read(client)).resolves.toMatchObject({ id });
    const [request] = requests;
    expect(request?.method).toBe('GET');
    expect(request?.body).toBeUndefined();
    expect(request?.url.href).toBe(`https://api.notifications.service.gov.uk${path}`);
  });

  it.each<readonly [string, Call, object]>([
    ['values', (client) => client.previewTemplate(templateId, { name: 'Jo' }), { personalisation: { name: 'Jo' } }],
    ['no values', (client) => client.previewTemplate(templateId), { personalisation: {} }],
  ])('a preview with %s posts its personalisation', async (_, preview, body) => {
    const { client, requests } = clientThatGets([ok]);
    await preview(client);
    expect(requests[0]?.url.pathname).toBe(`/v2/template/${templateId}/preview`);
    expect(JSON.parse(requests[0]?.body ?? '')).toEqual(body);
  });

  it('the PDF of a letter is returned as bytes', async () => {
    const pdf = { status: 200, headers: { 'content-type': 'application/pdf' }, body: Buffer.from([1, 255, 0]) };
    const { client, requests } = clientThatGets([pdf]);
    await expect(client.getLetterPdf(id)).resolves.toEqual(pdf.body);
    expect(requests[0]?.url.pathname).toBe(`/v2/notifications/${id}/pdf`);
  });

  it('any other endpoint can be called by its path', async () => {
    const { client, requests } = clientThatGets([answer(200, [1]), answer(201, { id }), answer(204, '')]);
    await expect(client.request({ method: 'GET', path: '/v2/new?a=b' })).resolves.toEqual([1]);
    await expect(client.request({ method: 'POST', path: '/v2/new', body: { a_b: 1 } })).resolves.toEqual({ id });
    await expect(client.request({ method: 'GET', path: '/v2/new' })).rejects.toBeInstanceOf(
      NotifyUnexpectedAnswerError,
    );
    expect(requests.map(({ method, url, body }) => [method, url.pathname + url.search, body])).toEqual([
      ['GET', '/v2/new?a=b', undefined],
      ['POST', '/v2/new', '{"a_b":1}'],
      ['GET', '/v2/new', undefined],
    ]);
  });

  it.each(['../templates', 'a/b', 'a?b=c', 'a#b', 'a b', '%2e%2e', '\\..\\'])(
    'an id of %j is encoded and stays an id',
    async (odd) => {
      const { client, requests } = clientThatGets([ok]);
      await client.getTemplateVersion(odd, 1);
      expect(requests[0]?.url.pathname).toBe(`/v2/template/${encodeURIComponent(odd)}/version/1`);
      expect(requests[0]?.url.search).toBe('');
    },
  );

  it.each(['', '.', '..'])('an id of %j is refused because it would change the path', async (odd) => {
    const { client, requests } = clientThatGets([ok]);
    expect(await rejection(client.getTemplateVersion(odd, 1))).toBeInstanceOf(NotifyInputError);
    expect(requests).toEqual([]);
  });
});

const page = (...ids: readonly string[]) =>
  answer(200, {
    notifications: ids.map((one) => ({ id: one })),
    received_text_messages: ids.map((one) => ({ id: one })),
    links: { current: 'x', next: 'always there' },
  });

describe('NotifyClient: iterate over pages', () => {
  it('iterating notifications keeps the filters and ends at an empty page', async () => {
    const { client, requests } = clientThatGets([page('5', '4'), page('3'), page()]);
    const seen: string[] = [];
    for await (const notification of client.iterateNotifications({ status: 'failed', olderThan: '6' })) {
      seen.push(notification.id);
    }
    expect(seen).toEqual(['5', '4', '3']);
    expect(requests.map(({ url }) => url.search)).toEqual([
      '?status=failed&older_than=6',
      '?status=failed&older_than=4',
      '?status=failed&older_than=3',
    ]);
  });

  it('iterating received texts ends at an empty page', async () => {
    const { client, requests } = clientThatGets([page('b', 'a'), page()]);
    const seen: string[] = [];
    for await (const text of client.iterateReceivedTexts()) seen.push(text.id);
    expect(seen).toEqual(['b', 'a']);
    expect(requests.map(({ url }) => url.search)).toEqual(['', '?older_than=a']);
  });

  it('no page is requested before it is needed', async () => {
    const { client, requests } = clientThatGets([page('5', '4'), page()]);
    for await (const { id: first } of client.iterateNotifications()) {
      expect(first).toBe('5');
      break;
    }
    expect(requests).toHaveLength(1);
  });

  it('iteration continues over hundreds of pages', async () => {
    const pages = Array.from({ length: 500 }, (_, place) => page(`${place}`));
    const { client } = clientThatGets([...pages, page()]);
    let seen = 0;
    for await (const text of client.iterateReceivedTexts()) seen += text.id === `${seen}` ? 1 : 0;
    expect(seen).toBe(500);
  });

  it('iteration stops with the error of a page', async () => {
    const { client } = clientThatGets([page('5'), refusal(500, 'KeyError', 'Internal server error')]);
    const texts = client.iterateReceivedTexts();
    await expect(texts.next()).resolves.toMatchObject({ value: { id: '5' } });
    await expect(texts.next()).rejects.toMatchObject({ status: 500 });
  });
});

describe('NotifyClient: every call', () => {
  const sms = { templateId, phoneNumber: '1' };

  it('a call passes its signal and timeout to the transport', async () => {
    const { client, requests } = clientThatGets([sent, sent], { timeout: 40_000 });
    const { signal } = new AbortController();
    await client.sendSms(sms, { signal, timeout: 1_000 });
    await client.sendSms(sms);
    expect(requests[0]).toMatchObject({ timeout: 1_000 });
    expect(requests[0]?.signal).toBe(signal);
    expect(requests[1]).toMatchObject({ timeout: 40_000 });
  });

  it('a call that is already aborted sends nothing', async () => {
    const { client, requests } = clientThatGets([sent]);
    const error = await rejection(client.sendSms(sms, { signal: AbortSignal.abort() }));
    expect(error).toBeInstanceOf(NotifyAbortedError);
    expect(isDefinitelyNotSent(error)).toBe(true);
    expect(requests).toEqual([]);
  });

  it('a call that a custom transport ends on its signal counts as aborted, with an unknown outcome', async () => {
    const abort = new AbortController();
    const client = new NotifyClient({
      apiKey,
      transport: async () => {
        abort.abort();
        throw abort.signal.reason;
      },
    });
    const error = await rejection(client.sendSms(sms, { signal: abort.signal }));
    expect(error).toBeInstanceOf(NotifyAbortedError);
    expect(isOutcomeUnknown(error)).toBe(true);
  });

  it.each<readonly [string, () => never]>([
    [
      'with an error',
      () => {
        throw Object.assign(new Error('x'), { code: 'EPIPE' });
      },
    ],
    [
      'with anything else',
      () => {
        throw 'x';
      },
    ],
  ])('a call with a transport that fails %s has lost its connection, with an unknown outcome', async (_, fail) => {
    const client = new NotifyClient({ apiKey, transport: fail });
    const error = await rejection(client.sendSms(sms));
    expect(error).toBeInstanceOf(NotifyConnectionError);
    expect(isOutcomeUnknown(error)).toBe(true);
  });

  it.each([
    ['https://notify.example', 'https://notify.example/v2/templates'],
    ['http://127.0.0.1:3000/', 'http://127.0.0.1:3000/v2/templates'],
    ['https://notify.example ', 'https://notify.example/v2/templates'],
    ['https://gateway.example/notify//', 'https://gateway.example/notify/v2/templates'],
  ])('a call goes to the base URL: %s', async (baseUrl, url) => {
    const { client, requests } = clientThatGets([answer(200, { templates: [] })], { baseUrl });
    await client.listTemplates();
    expect(requests[0]?.url.href).toBe(url);
  });

  it.each([
    '@evil.example/',
    '.evil.example/',
    ':8080/',
    '//evil.example/',
    '/\\evil.example/',
    'http://evil.example/',
    'v2/templates',
    '',
    undefined,
  ])('the path %j is refused, and nobody gets the key', async (path) => {
    const { client, requests } = clientThatGets([answer(200, {})]);
    const error = await rejection(client.request({ method: 'GET', path: path as `/${string}` }));
    expect(error).toBeInstanceOf(NotifyInputError);
    expect(error.message).toBe(
      'refused here: path must begin with a single slash; write it as in the REST API, such as /v2/templates',
    );
    expect(requests).toEqual([]);
  });

  it('a call goes to no other host, whatever the path', async () => {
    const part = fc.oneof(fc.constantFrom('/', '\\', '@', ':', '.', '\t', '?', '#', 'evil.example'), fc.string());
    const path = fc.array(part).map((parts) => parts.join(''));
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          path,
          path.map((rest) => `/${rest}`),
        ),
        async (any) => {
          const { client, requests } = clientThatGets([answer(200, {})], { baseUrl: 'https://gateway.example/notify' });
          await client.request({ method: 'GET', path: any as `/${string}` }).catch((error: unknown) => {
            expect(error).toBeInstanceOf(NotifyInputError);
          });
          for (const { url } of requests) expect(url.origin).toBe('https://gateway.example');
        },
      ),
    );
  });

  it.each(['', 'notify.example', 'ftp://notify.example', 'https://'])('%j is refused as a base URL', (baseUrl) => {
    expect(() => new NotifyClient({ apiKey, baseUrl })).toThrow('baseUrl is not an http or https URL');
  });
});
