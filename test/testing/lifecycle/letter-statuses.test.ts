import { ids, licence } from '../default-ids';
import { standInAt } from '../sends';
import { day, hour } from '../../../lib/contract/time';

test('a letter is accepted until it is dispatched, and is printed at half past five in London', async () => {
  const { standIn, client } = standInAt('2026-06-01T09:00:00.000Z');
  const { id } = await client().sendLetter({ templateId: ids.letter, personalisation: licence });
  expect(standIn.notifications.byId(id)).toMatchObject({ status: 'accepted', rawStatus: 'created' });
  await standIn.tick(7 * hour);
  await standIn.tick(hour / 2);
  expect(standIn.notifications.byId(id)).toMatchObject({ status: 'accepted', rawStatus: 'sending' });
  await standIn.tick(20 * hour);
  expect(await client().getNotification(id)).toMatchObject({
    status: 'received',
    sent_at: '2026-06-01T16:30:00.000000Z',
    estimated_delivery: '2026-06-09T15:00:00.000000Z',
  });
});

test('a letter of a test key counts as dispatched within seconds, and is never sent', async () => {
  const { standIn, client } = standInAt();
  const { id } = await client('test').sendLetter({ templateId: ids.letter, personalisation: licence });
  expect(standIn.notifications.byId(id)).toMatchObject({ status: 'accepted', rawStatus: 'sending' });
  await standIn.tick(10_000);
  expect(await client().getNotification(id)).toMatchObject({ status: 'received', sent_at: null });
});

test('a letter that is too long fails validation, and costs nothing', async () => {
  const { standIn, client } = standInAt();
  const name = Array.from({ length: 600 }, (_, line) => `line ${line}`).join('\n');
  const { id } = await client().sendLetter({ templateId: ids.letter, personalisation: { ...licence, name } });
  await standIn.tick(10_000);
  expect(await client().getNotification(id)).toMatchObject({
    status: 'validation-failed',
    cost_in_pounds: 0,
    cost_details: { billable_sheets_of_paper: 0, postage: 'second' },
  });
});

test('letters can be ordered to fail for good, as Notify documents and never does', async () => {
  const { standIn, client } = standInAt();
  const { id } = await client().sendLetter({ templateId: ids.letter, personalisation: licence });
  standIn.control.endAs({ id }, 'permanent-failure');
  await standIn.tick(day);
  expect(await client().getNotification(id)).toMatchObject({ status: 'permanent-failure' });
});

test.each([
  ['%PDF-1.7', ['pending-virus-check', 'accepted', 'received']],
  ['hello', ['pending-virus-check', 'validation-failed']],
  ['%PDF-1.7 EICAR-STANDARD-ANTIVIRUS-TEST-FILE', ['pending-virus-check', 'virus-scan-failed']],
])('a precompiled letter that holds "%s" passes through %j', async (pdf, expected) => {
  const { standIn, client } = standInAt();
  const { id } = await client().sendPrecompiledLetter({ reference: 'r', content: Buffer.from(pdf) });
  const seen: string[] = [];
  for (let look = 0; look < 60; look += 1) {
    const status = standIn.notifications.byId(id)?.status ?? 'gone';
    if (status !== seen.at(-1)) seen.push(status);
    await standIn.tick(look < 20 ? 1000 : hour);
  }
  expect(seen).toEqual(expected);
});

test('a letter that fails the virus scan has no time of completion', async () => {
  const { standIn, client } = standInAt();
  const { id } = await client().sendPrecompiledLetter({ reference: 'r', content: Buffer.from('%PDF-1.7') });
  standIn.control.endAs({ id }, 'virus-scan-failed');
  await standIn.tick(10_000);
  expect(await client().getNotification(id)).toMatchObject({ status: 'virus-scan-failed', completed_at: null });
});

test('a letter can be cancelled until it is printed', async () => {
  const { standIn, client } = standInAt();
  const { id } = await client().sendLetter({ templateId: ids.letter, personalisation: licence });
  standIn.control.cancelLetter(id);
  await standIn.tick(2 * day);
  expect(await client().getNotification(id)).toMatchObject({ status: 'cancelled' });
  expect(() => standIn.control.cancelLetter(id)).toThrow('no letter in status created, but letter in status cancelled');
});

test('a letter that was delivered can be returned, and still shows as received', async () => {
  const { standIn, client } = standInAt();
  const { id } = await client().sendLetter({ templateId: ids.letter, personalisation: licence });
  expect(() => standIn.control.returnLetter(id)).toThrow('no letter in status delivered');
  await standIn.tick(2 * day);
  standIn.control.returnLetter(id);
  expect(standIn.notifications.byId(id)).toMatchObject({ status: 'received', rawStatus: 'returned-letter' });
  const { notifications } = await client().listNotifications({ status: 'returned-letter' });
  expect(notifications).toHaveLength(1);
});
