import { defaultWorld } from '../../../lib/testing';
import type { NotifyClient } from '../../../lib/notify';
import { ids } from '../default-ids';
import { standInAt } from '../sends';

const text = (client: NotifyClient, reference?: string) =>
  client.sendSms({ templateId: ids.plainSms, phoneNumber: '07900900123', reference });
const email = (client: NotifyClient, reference?: string) =>
  client.sendEmail({ templateId: ids.newsletter, emailAddress: 'amala@example.com', reference });

const references = ({ notifications }: { readonly notifications: readonly { readonly reference: string | null }[] }) =>
  notifications.map(({ reference }) => reference);

test('a list holds messages of the same type of key, and an id is found with any type', async () => {
  const { client } = standInAt();
  const live = await text(client('live'), 'live');
  await text(client('test'), 'test');
  expect(references(await client('live').listNotifications())).toEqual(['live']);
  expect(references(await client('test').listNotifications())).toEqual(['test']);
  expect(await client('test').getNotification(live.id)).toMatchObject({ reference: 'live' });
});

test('another service sees none of the messages', async () => {
  const { client } = standInAt();
  const { id } = await text(client(), 'r');
  const other = client('test', 'Apply for a juggling licence (trial)');
  expect(await other.listNotifications({ reference: 'r' })).toMatchObject({ notifications: [] });
  await expect(other.getNotification(id)).rejects.toMatchObject({ status: 404 });
});

test('a page holds 250 messages, newest first, and links to the next until one is empty', async () => {
  const { standIn, client } = standInAt();
  for (let sent = 0; sent < 260; sent += 1) await text(client(), String(sent));
  const first = await client().listNotifications();
  expect(references(first)).toEqual(Array.from({ length: 250 }, (_, index) => String(259 - index)));
  const second = await client().listNotifications({ olderThan: first.notifications.at(-1)?.id });
  expect(references(second)).toEqual(['9', '8', '7', '6', '5', '4', '3', '2', '1', '0']);
  expect(second.links.next).toContain(`older_than=${second.notifications.at(-1)?.id}`);
  const third = await client().listNotifications({ olderThan: second.notifications.at(-1)?.id });
  expect(third).toEqual({
    notifications: [],
    links: { current: expect.stringContaining('?older_than=') },
  });
  expect(standIn.notifications.size).toBe(260);
});

test('filters can be combined, and repeated where Notify allows it', async () => {
  const { standIn, client } = standInAt();
  await text(client(), 'same');
  await email(client(), 'same');
  await standIn.tick(60_000);
  const last = await text(client(), 'same');
  const list = client().listNotifications.bind(client());
  expect((await list({ reference: 'same' })).notifications).toHaveLength(3);
  expect((await list({ reference: 'Same' })).notifications).toHaveLength(0);
  expect((await list({ reference: 'same', templateType: 'sms' })).notifications).toHaveLength(2);
  expect((await list({ templateType: ['sms', 'email'] })).notifications).toHaveLength(3);
  expect((await list({ status: 'delivered', templateType: 'sms' })).notifications).toHaveLength(1);
  expect((await list({ status: ['delivered', 'created'] })).notifications).toHaveLength(3);
  expect((await list({ status: 'created', olderThan: last.id })).notifications).toHaveLength(0);
});

test.each([
  ['failed', ['technical-failure', 'temporary-failure', 'permanent-failure']],
  ['accepted', ['stuck']],
  ['received', ['delivered']],
] as const)('the filter %s lists every status that it stands for', async (status, endings) => {
  const { standIn, client } = standInAt();
  for (const ending of ['delivered', 'technical-failure', 'temporary-failure', 'permanent-failure', 'stuck'] as const) {
    standIn.control.endAs({ reference: ending }, ending);
    await email(client(), ending);
  }
  await standIn.tick(60_000);
  const listed = references(await client().listNotifications({ status }));
  expect(new Set(listed)).toEqual(new Set(endings));
  expect(listed).toHaveLength(endings.length);
});

test('links repeat the filters as they were given, in Notify’s spelling', async () => {
  const { client } = standInAt();
  await text(client(), 'a/b c+é');
  const page = await client().request({
    method: 'GET',
    path: '/v2/notifications?status=created&reference=a%2Fb%20c%2B%C3%A9&template_type=sms&status=sending&include_jobs=true',
  });
  const base = 'https://api.notifications.service.gov.uk/v2/notifications';
  const query = 'status=created&status=sending&reference=a/b+c%2B%C3%A9&template_type=sms&include_jobs=true';
  expect(page).toMatchObject({
    notifications: [{ reference: 'a/b c+é' }],
    links: { current: `${base}?${query}`, next: expect.stringMatching(/&older_than=[0-9a-f-]{36}$/) },
  });
});

test('an empty reference can be searched for, and the first of several references counts', async () => {
  const { client } = standInAt();
  await text(client(), '');
  await text(client(), 'x');
  const ask = (query: string) => client().request({ method: 'GET', path: `/v2/notifications?${query}` });
  expect(await ask('reference=')).toMatchObject({ notifications: [{ reference: '' }] });
  expect(await ask('reference=x&reference=')).toMatchObject({ notifications: [{ reference: 'x' }] });
});

test('no two messages are created in the same microsecond', async () => {
  const { client } = standInAt();
  for (let sent = 0; sent < 20; sent += 1) await text(client());
  const { notifications } = await client().listNotifications();
  expect(new Set(notifications.map((one) => one.created_at)).size).toBe(20);
});

test('received texts are paged like notifications', async () => {
  const { standIn, client } = standInAt();
  for (let text = 0; text < 252; text += 1) standIn.control.receiveText({ from: '07900900123', content: String(text) });
  const contents: string[] = [];
  for await (const { content } of client().iterateReceivedTexts()) contents.push(content);
  expect(contents).toEqual(Array.from({ length: 252 }, (_, index) => String(251 - index)));
  const page = await client().listReceivedTexts();
  expect(page.received_text_messages).toHaveLength(250);
  expect(page.links.current).not.toContain('older_than');
});

test('texts that other services received are not listed', async () => {
  const { standIn, client } = standInAt();
  const other = defaultWorld().services[1]?.id ?? '';
  standIn.control.receiveText({ from: '07900900123', content: 'hello', serviceId: other });
  expect(await client().listReceivedTexts()).toMatchObject({ received_text_messages: [] });
});
