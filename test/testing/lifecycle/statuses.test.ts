import type { Ending, KeyType } from '../../../lib/testing';
import { ids } from '../default-ids';
import { standInAt } from '../sends';
import { day, hour } from '../../../lib/contract/time';

/** The statuses a message shows, each once, looked at every second for a minute and then every hour for a month. */
async function statusesOf(
  message: { phoneNumber: string } | { emailAddress: string },
  { type = 'live', ending }: { type?: KeyType; ending?: Ending } = {},
): Promise<string[]> {
  const { standIn, client } = standInAt();
  const { id } =
    'phoneNumber' in message
      ? await client(type).sendSms({ templateId: ids.plainSms, ...message })
      : await client(type).sendEmail({ templateId: ids.newsletter, ...message });
  if (ending !== undefined) standIn.control.endAs({ id }, ending);
  const seen: string[] = [];
  for (let look = 0; look < 60 + 90; look += 1) {
    const status = standIn.notifications.byId(id)?.status ?? 'gone';
    if (status !== seen.at(-1)) seen.push(status);
    await standIn.tick(look < 60 ? 1000 : hour);
  }
  return seen;
}

const uk = { phoneNumber: '07900900123' };
const email = { emailAddress: 'amala@example.com' };

test.each<[string, Parameters<typeof statusesOf>[0], Parameters<typeof statusesOf>[1], string[]]>([
  ['a delivered email', email, {}, ['created', 'sending', 'delivered']],
  ['an email to a full mailbox', email, { ending: 'temporary-failure' }, ['created', 'sending', 'temporary-failure']],
  ['an email to nobody', email, { ending: 'permanent-failure' }, ['created', 'sending', 'permanent-failure']],
  ['an email that the provider refuses', email, { ending: 'technical-failure' }, ['created', 'technical-failure']],
  ['an email without a report', email, { ending: 'no report' }, ['created', 'sending', 'temporary-failure']],
  ['an email that is never queued', email, { ending: 'stuck' }, ['created']],
  ['a delivered text', uk, {}, ['created', 'sending', 'delivered']],
  [
    'a text to a phone that is off',
    uk,
    { ending: 'temporary-failure' },
    ['created', 'sending', 'pending', 'temporary-failure'],
  ],
  ['a text with an unknown code', uk, { ending: 'unknown-provider-code' }, ['created', 'sending', 'technical-failure']],
  ['a text to a country that reports', { phoneNumber: '+33612345678' }, {}, ['created', 'sent', 'delivered']],
  [
    'a text to a country that does not report',
    { phoneNumber: '+1 242 357 1234' },
    { ending: 'sent' },
    ['created', 'sent'],
  ],
  ['a text to Jersey', { phoneNumber: '07797333214' }, {}, ['created', 'sent', 'delivered']],
])('a message passes through the statuses that Notify shows: %s', async (_name, message, options, expected) => {
  expect(await statusesOf(message, options)).toEqual(expected);
});

test.each([
  ['temp-fail@simulator.notify', 'temporary-failure'],
  ['perm-fail@simulator.notify', 'permanent-failure'],
  ['Temp-Fail@simulator.notify', 'delivered'],
  ['someone@example.com', 'delivered'],
])('an email with a test key to %s ends as %s', async (emailAddress, ending) => {
  expect((await statusesOf({ emailAddress }, { type: 'test' })).at(-1)).toBe(ending);
});

test.each([
  ['07700900003', 'temporary-failure'],
  ['+447700900003', 'temporary-failure'],
  ['07700900002', 'permanent-failure'],
  ['07700 900003', 'delivered'],
  ['07900900123', 'delivered'],
])('a text with a test key to %s ends as %s', async (phoneNumber, ending) => {
  expect((await statusesOf({ phoneNumber }, { type: 'test' })).at(-1)).toBe(ending);
});

test('with a live key, recipients that simulate failure are like any other', async () => {
  expect((await statusesOf({ emailAddress: 'perm-fail@simulator.notify' })).at(-1)).toBe('delivered');
});

test('a message without a report fails in the first night after three days', async () => {
  const { standIn, client } = standInAt();
  const { id } = await client().sendSms({ templateId: ids.plainSms, phoneNumber: '07900900123' });
  standIn.control.endAs({ id }, 'no report');

  await standIn.tick(3 * day + 15 * hour);
  expect(await client().getNotification(id)).toMatchObject({ status: 'sending', completed_at: null });
  await standIn.tick(5 * 60_000);
  expect(await client().getNotification(id)).toMatchObject({
    status: 'temporary-failure',
    completed_at: '2026-03-06T00:05:00.000000Z',
  });
});

test('a message says when it was sent and when it ended', async () => {
  const { standIn, client } = standInAt();
  const { id } = await client().sendEmail({ templateId: ids.newsletter, emailAddress: 'amala@example.com' });
  await standIn.tick(day);
  expect(await client().getNotification(id)).toMatchObject({
    created_at: '2026-03-02T09:00:00.000000Z',
    sent_at: '2026-03-02T09:00:01.000000Z',
    completed_at: '2026-03-02T09:00:05.000000Z',
  });
});

test('an ending can be decided before a message is sent, and the latest decision counts', async () => {
  const { standIn, client } = standInAt();
  standIn.control.endAs({ recipient: 'amala@example.com' }, 'permanent-failure');
  standIn.control.endAs({ reference: 'second' }, 'temporary-failure');
  const send = (reference: string) =>
    client().sendEmail({ templateId: ids.newsletter, emailAddress: 'amala@example.com', reference });
  await send('first');
  await send('second');
  await standIn.tick(60_000);
  expect(standIn.notifications.all().map(({ status }) => status)).toEqual(['permanent-failure', 'temporary-failure']);
});

test('a message that has ended does not change any more', async () => {
  const { standIn, client } = standInAt();
  const { id } = await client().sendEmail({ templateId: ids.newsletter, emailAddress: 'amala@example.com' });
  await standIn.tick(60_000);
  standIn.control.endAs({ id }, 'permanent-failure');
  await standIn.tick(60_000);
  expect(standIn.notifications.byId(id)?.status).toBe('delivered');
});

test('statuses take the time that is configured, and the stand-in says when the next is due', async () => {
  const { standIn, client } = standInAt('2026-03-02T09:00:00.000Z', {
    statusDelays: { sending: 10, outcome: 20, printed: 0 },
  });
  expect(standIn.nextDueAt()).toBeUndefined();
  const { id } = await client().sendEmail({ templateId: ids.newsletter, emailAddress: 'amala@example.com' });
  expect(standIn.nextDueAt()).toBe(standIn.now() + 10);
  await standIn.tick(10);
  expect(standIn.notifications.byId(id)?.status).toBe('sending');
  expect(standIn.nextDueAt()).toBe(standIn.now() + 20);
  await standIn.tick(20);
  expect(standIn.notifications.byId(id)?.status).toBe('delivered');
  expect(standIn.nextDueAt()).toBeUndefined();
});
