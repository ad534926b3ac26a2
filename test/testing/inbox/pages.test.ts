import { NotifyClient, prepareUpload } from '../../../lib/notify';
import { apiKey, NotifyStandIn, type Listening } from '../../../lib/testing';
import { callOverHttp } from '../calls';
import { ids, licence, reminder } from '../default-ids';

let standIn: NotifyStandIn;
let server: Listening;
let notify: NotifyClient;

beforeEach(async () => {
  standIn = new NotifyStandIn();
  server = await standIn.listen({ inbox: true, control: true });
  notify = new NotifyClient({ apiKey: apiKey(standIn.world), baseUrl: server.url });
});

afterEach(() => server.close());

const get = (path = '') => callOverHttp(server.url, { path: `/_stand-in/inbox${path}` });

const sendEmail = () =>
  notify.sendEmail({ templateId: ids.email, emailAddress: 'amala@example.com', personalisation: reminder });

describe('the inbox over HTTP', () => {
  test('is not there unless it is asked for', async () => {
    const plain = await new NotifyStandIn().listen({ control: true });
    expect((await callOverHttp(plain.url, { path: '/_stand-in/inbox' })).status).toBe(404);
    await plain.close();
  });

  test('lets its pages load nothing from elsewhere, and no page frame them', async () => {
    const { headers } = await get();
    expect(headers['content-security-policy']).toBe(
      "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    );
    expect(headers).toMatchObject({
      'referrer-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
    expect(headers['access-control-allow-origin']).toBeUndefined();
  });

  test('shows an email in a sandbox without scripts', async () => {
    const { id } = await sendEmail();
    const { headers, body } = await get(`/messages/${id}/email`);
    expect(headers['content-security-policy']).toBe(
      "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'",
    );
    expect(body.toString()).toContain('<base target="_blank" />');
    expect((await get(`/messages/${id}`)).body.toString()).toContain(
      'sandbox="allow-popups allow-popups-to-escape-sandbox"',
    );
  });

  test('gives a file to be kept, and not to be opened', async () => {
    const { id } = await notify.sendEmail({
      templateId: ids.fileEmail,
      emailAddress: 'amala@example.com',
      personalisation: {
        name: 'Amala',
        link_to_file: prepareUpload(Buffer.from('%PDF-1.4'), { filename: 'decision €.pdf' }),
      },
    });
    const { headers, body } = await get(`/messages/${id}/files/1`);
    expect(body.toString()).toBe('%PDF-1.4');
    expect(headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-disposition': `attachment; filename="decision _.pdf"; filename*=UTF-8''decision%20%E2%82%AC.pdf`,
    });
    expect((await get(`/messages/${id}/files/2`)).status).toBe(404);
  });

  test("gives a letter's PDF as soon as Notify has it", async () => {
    const { id } = await notify.sendLetter({ templateId: ids.letter, personalisation: licence });
    expect((await get(`/messages/${id}/letter.pdf`)).status).toBe(404);
    await standIn.tick(5000);
    const { headers, body } = await get(`/messages/${id}/letter.pdf`);
    expect([headers['content-type'], body.subarray(0, 5).toString()]).toEqual(['application/pdf', '%PDF-']);
  });

  test.each([
    '/messages/nothing',
    '/callbacks/9',
    '/requests/9',
    '/deliveries',
    '/nowhere',
    '/received/1',
    '/assets/x',
    '/messages/a/b/c/d',
  ])('%s is not there', async (path) => {
    expect((await get(path)).status).toBe(404);
  });

  test('pages through messages by the id of the last', async () => {
    for (let count = 0; count < 55; count += 1)
      await notify.sendSms({ templateId: ids.plainSms, phoneNumber: '07900900123' });
    const first = (await get('?type=sms')).body.toString();
    expect(first).toContain('55 messages fit');
    const [, older = ''] = /href="\/_stand-in\/inbox(\?type=sms&#38;before=[0-9a-f-]+)"/.exec(first) ?? [];
    const second = (await get(older.replace('&#38;', '&'))).body.toString();
    expect([first, second].map((page) => page.split('is closed on Monday').length - 1)).toEqual([50, 5]);
    expect(second).toContain('Newest messages');
  });

  test('sends nobody elsewhere when the clock is moved', async () => {
    for (const back of [
      'https://evil.example/',
      '//evil.example',
      '/_stand-in/inbox@evil.example',
      '/_stand-in/inboxx',
    ]) {
      const body = new URLSearchParams({ by: 'minute', back }).toString();
      const { status, headers } = await callOverHttp(server.url, {
        method: 'POST',
        path: '/_stand-in/inbox/clock',
        body,
      });
      expect([status, headers.location]).toEqual([303, '/_stand-in/inbox/what-happens-next']);
    }
  });

  test('says that something has changed, and ends with the server', async () => {
    const answer = await fetch(`${server.url}/_stand-in/inbox/events`);
    expect(answer.headers.get('content-type')).toBe('text/event-stream');
    const reader = answer.body?.getReader();
    await reader?.read();
    await sendEmail();
    const { value } = (await reader?.read()) ?? {};
    expect(Buffer.from(value ?? []).toString()).toMatch(/^event: change\ndata: \d+\n\n$/);
    await server.close();
    await expect(reader?.read()).rejects.toThrow('terminated');
    server = await standIn.listen();
  });

  test('takes pages by GET and HEAD, and forms by POST alone', async () => {
    const status = async (method: string, path = '') =>
      (await callOverHttp(server.url, { method, path: `/_stand-in/inbox${path}` })).status;
    expect([await status('HEAD'), await status('PUT'), await status('POST'), await status('POST', '/nothing')]).toEqual(
      [200, 405, 404, 404],
    );
  });
});
