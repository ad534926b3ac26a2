import { defaultWorld, type World } from '../../../lib/testing';
import { NotifyApiError } from '../../../lib/notify';
import { ids, licence } from '../default-ids';
import { standInAt } from '../sends';
import { day } from '../../../lib/contract/time';

function worldKeeping(retentionDays: Partial<Record<'email' | 'sms' | 'letter', number>>): World {
  return { services: defaultWorld().services.map((service) => ({ ...service, retentionDays })) };
}

test('a message is kept for seven days and the rest of a night', async () => {
  // A Monday in summer: midnight in London is at 23:00 UTC.
  const { standIn, clock, client } = standInAt('2026-06-01T10:00:00.000Z');
  const { id } = await client().sendSms({ templateId: ids.plainSms, phoneNumber: '07900900123', reference: 'r' });
  clock.set('2026-06-09T02:59:59.000Z');
  expect(await client().getNotification(id)).toMatchObject({ status: 'delivered' });

  clock.set('2026-06-09T03:00:00.000Z');
  await expect(client().getNotification(id)).rejects.toThrow(NotifyApiError);
  expect(standIn.notifications.size).toBe(0);
  expect(await client().listNotifications({ reference: 'r' })).toMatchObject({ notifications: [] });
  expect(await client().listNotifications({ olderThan: id })).toMatchObject({ notifications: [] });
});

test.each([
  // 22:59 UTC is still Monday in London, 23:00 is Tuesday already.
  ['2026-06-01T22:59:00.000Z', 0],
  ['2026-06-01T23:00:00.000Z', 1],
])(
  'a message is kept by the day in London: one sent at %s leaves %i in the night a week later',
  async (sentAt, left) => {
    const { standIn, clock, client } = standInAt(sentAt);
    await client().sendSms({ templateId: ids.plainSms, phoneNumber: '07900900123' });
    clock.set('2026-06-09T04:00:00.000Z');
    expect(standIn.notifications.size).toBe(left);
  },
);

test('each channel has its own retention', async () => {
  const { standIn, clock, client } = standInAt('2026-03-02T10:00:00.000Z', {
    world: worldKeeping({ email: 3, sms: 5 }),
  });
  await client().sendSms({ templateId: ids.plainSms, phoneNumber: '07900900123' });
  await client().sendEmail({ templateId: ids.newsletter, emailAddress: 'amala@example.com' });
  clock.set('2026-03-06T04:00:00.000Z');
  expect(standIn.notifications.all().map(({ type }) => type)).toEqual(['sms']);
  clock.set('2026-03-08T04:00:00.000Z');
  expect(standIn.notifications.size).toBe(0);
});

test('a letter stays until it is on its way, and other messages do not', async () => {
  const { standIn, client } = standInAt('2026-03-02T10:00:00.000Z');
  const letter = await client().sendLetter({ templateId: ids.letter, personalisation: licence });
  const text = await client().sendSms({ templateId: ids.plainSms, phoneNumber: '07900900123' });
  for (const { id } of [letter, text]) standIn.control.endAs({ id }, 'stuck');
  await standIn.tick(30 * day);
  expect(standIn.notifications.all().map(({ id }) => id)).toEqual([letter.id]);

  standIn.control.cancelLetter(letter.id);
  await standIn.tick(day);
  expect(standIn.notifications.size).toBe(0);
});

test('received texts are deleted at 01:40, after the retention of text messages', async () => {
  const { standIn, clock, client } = standInAt('2026-03-02T10:00:00.000Z');
  standIn.control.receiveText({ from: '07900900123', content: 'yes' });
  clock.set('2026-03-10T01:39:00.000Z');
  expect(await client().listReceivedTexts()).toMatchObject({ received_text_messages: [{ content: 'yes' }] });
  clock.set('2026-03-10T01:40:00.000Z');
  expect(await client().listReceivedTexts()).toMatchObject({ received_text_messages: [] });
});

test('younger messages stay, and a reference finds those that are left', async () => {
  const { clock, client } = standInAt('2026-03-02T10:00:00.000Z');
  const send = () => client().sendSms({ templateId: ids.plainSms, phoneNumber: '07900900123', reference: 'same' });
  await send();
  clock.set('2026-03-05T10:00:00.000Z');
  const young = await send();
  await send();
  clock.set('2026-03-10T04:00:00.000Z');
  const { notifications } = await client().listNotifications({ reference: 'same' });
  expect(notifications).toHaveLength(2);
  expect(notifications.at(-1)?.id).toBe(young.id);
});
