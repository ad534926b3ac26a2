import { NotifyApiError, type NotifyClient } from '../../../lib/notify';
import { ids } from '../default-ids';
import { standInAt } from '../sends';

const trial = 'Apply for a juggling licence (trial)';

async function outcome(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'sent',
    (error: unknown) => (error instanceof NotifyApiError ? (error.details[0]?.message ?? '') : String(error)),
  );
}

const text = (client: NotifyClient, phoneNumber: string, templateId: string = ids.plainSms) =>
  outcome(client.sendSms({ templateId, phoneNumber }));

test('a smoke test passes every check, gets an id, and leaves nothing behind', async () => {
  const { standIn, client } = standInAt();
  for (const phoneNumber of ['07700900000', '+447700900111', '0 7700-900(222)']) {
    const { id } = await client().sendSms({ templateId: ids.plainSms, phoneNumber, reference: 'r' });
    await expect(client().getNotification(id)).rejects.toMatchObject({ status: 404 });
  }
  expect(await client().listNotifications({ reference: 'r' })).toMatchObject({ notifications: [] });
  expect(standIn.nextDueAt()).toBeUndefined();
  expect(await text(client(), '07700900000', ids.nobody)).toBe('Template not found');
});

test('a smoke test is refused if its recipient is not on the guest list', async () => {
  const { standIn, client } = standInAt();
  const refusal = 'Can’t send to this recipient using a team-only API key';
  expect(await text(client('team'), '07700900000')).toBe(refusal);
  standIn.world.services[0]?.guestList.push('+44 7700 900000');
  expect(await text(client('team'), '07700900000')).toBe('sent');
  expect(await text(client('live', trial), '07700900000', '50000000-0000-4000-8000-000000000102')).toContain(
    'trial mode',
  );
});

test('numbers are compared as numbers, and addresses are compared without case', async () => {
  const { client } = standInAt();
  expect(await text(client('team'), '00447700900999')).toBe('sent');
  const mail = { templateId: ids.newsletter, emailAddress: 'GUEST@Example.COM' };
  expect(await outcome(client('team').sendEmail(mail))).toBe('sent');
  expect(await outcome(client('team').sendEmail({ ...mail, emailAddress: 'other@example.com' }))).toContain(
    'team-only',
  );
});

test('a recipient comes back trimmed, in its own case and spelling', async () => {
  const { client } = standInAt();
  const sms = await client().sendSms({ templateId: ids.plainSms, phoneNumber: ' 07900 900123 ' });
  const mail = await client().sendEmail({ templateId: ids.newsletter, emailAddress: ' Amala@Example.com ' });
  expect(await client().getNotification(sms.id)).toMatchObject({ phone_number: '07900 900123', email_address: null });
  expect(await client().getNotification(mail.id)).toMatchObject({
    email_address: 'Amala@Example.com',
    phone_number: null,
  });
});

test('a landline needs its own permission', async () => {
  const { standIn, client } = standInAt();
  expect(await text(client(), '01709510122')).toBe('sent');
  const [service] = standIn.world.services;
  if (service) service.permissions = ['sms'];
  expect(await text(client(), '01709510122')).toBe('Not a UK mobile number');
});

test('the cost of a text is known once it is sent, and depends on its length and country', async () => {
  const { standIn, client } = standInAt();
  const send = (phoneNumber: string, code: string) =>
    client().sendSms({ templateId: ids.sms, phoneNumber, personalisation: { code } });
  const short = await send('07900900123', '1');
  const long = await send('07900900123', 'x'.repeat(300));
  const abroad = await send('+33612345678', '1');
  expect(await client().getNotification(short.id)).toMatchObject({ is_cost_data_ready: false, cost_in_pounds: null });
  await standIn.tick(60_000);
  const rate = standIn.world.prices.sms;
  const details = { sms_rate: rate, international_rate_multiplier: 1, billable_sms_fragments: 1 };
  expect(await client().getNotification(short.id)).toMatchObject({ cost_in_pounds: rate, cost_details: details });
  expect(await client().getNotification(long.id)).toMatchObject({
    cost_in_pounds: Number((3 * rate).toFixed(6)),
    cost_details: { ...details, billable_sms_fragments: 3 },
  });
  expect(await client().getNotification(abroad.id)).toMatchObject({
    cost_in_pounds: Number((2 * rate).toFixed(6)),
    cost_details: { ...details, international_rate_multiplier: 2 },
  });
});
