import type { CallbackRequest } from '../../../lib/testing';
import { ids, licence } from '../default-ids';
import { standInAt } from '../sends';
import { day } from '../../../lib/contract/time';

/** A stand-in on a clock that stands still, and a client of it. */
function opened(sendCallback: (call: CallbackRequest) => Promise<number> = () => Promise.resolve(204)) {
  const { standIn, client } = standInAt(undefined, { sendCallback });
  return { standIn, notify: client() };
}

/** All that can be seen of a stand-in. */
async function seen({ standIn, notify }: ReturnType<typeof opened>): Promise<unknown> {
  return {
    world: standIn.world,
    now: standIn.now(),
    due: standIn.nextDueAt(),
    messages: standIn.notifications.all(),
    uploads: standIn.uploads,
    callbacks: standIn.callbackAttempts,
    endings: standIn.control.endings,
    received: standIn.control.receivedTexts,
    faults: standIn.faults.list(),
    counts: standIn.requests.all(),
    listed: await notify.listNotifications(),
    texts: await notify.listReceivedTexts(),
  };
}

const text = { templateId: ids.plainSms, phoneNumber: '07900900123', reference: 'r' };
const target = { url: 'https://callbacks.example', bearerToken: 'a token of the test' };

test('after a reset a stand-in is as it was at the beginning, whatever happened to it', async () => {
  const used = opened();
  const { standIn, notify } = used;
  const [service] = standIn.world.services;
  if (!service) throw new Error('the world has no service');
  service.callbacks = { deliveryReceipts: target, receivedTexts: target };
  service.dailyLimits = { ...service.dailyLimits, sms: 2 };
  service.templates.shift();
  standIn.control.endAs({}, 'stuck');
  await notify.sendLetter({ templateId: ids.letter, personalisation: licence });
  await notify.sendSms(text);
  await notify.sendSms(text);
  await expect(notify.sendSms(text)).rejects.toThrow(/429/);
  standIn.control.receiveText({ from: '07900900123', content: 'yes' });
  standIn.faults.add({ fault: { kind: 'rate limit' }, times: 9 });
  standIn.control.setTokens(0);
  await standIn.tick(3 * day);

  await standIn.reset();

  expect(await seen(used)).toEqual(await seen(opened()));
  const { id } = await notify.sendSms(text);
  await standIn.tick(60_000);
  expect(await notify.getNotification(id)).toMatchObject({ status: 'delivered' });
});

test('what was to happen before a reset does not happen after it', async () => {
  const calls: string[] = [];
  const { standIn, notify } = opened(({ body }) => {
    calls.push(body);
    return Promise.resolve(500);
  });
  const callBack = (): void => {
    for (const service of standIn.world.services) service.callbacks = { deliveryReceipts: target };
  };
  callBack();
  await notify.sendSms(text);
  await standIn.tick(60_000);
  expect(calls).toHaveLength(1);
  await standIn.reset();
  callBack();
  await standIn.tick(day);
  expect(calls).toHaveLength(1);
});

test('a reset waits for the callbacks that are under way, and what comes of them is forgotten', async () => {
  let answer: (status: number) => void = () => {};
  const { standIn, notify } = opened(() => new Promise((resolve) => (answer = resolve)));
  for (const service of standIn.world.services) service.callbacks = { deliveryReceipts: target };
  await notify.sendSms(text);
  const ticked = standIn.tick(60_000);
  await Promise.resolve();
  let isOver = false;
  const reset = standIn.reset().then(() => (isOver = true));
  expect(standIn.notifications.size).toBe(0);
  await Promise.resolve();
  expect(isOver).toBe(false);
  answer(500);
  await Promise.all([ticked, reset]);
  expect([standIn.nextDueAt(), standIn.callbackAttempts]).toEqual([undefined, []]);
});

test('endings can be withdrawn alone', async () => {
  const { standIn, notify } = opened();
  standIn.control.endAs({ reference: 'r' }, 'permanent-failure');
  const before = await notify.sendSms(text);
  standIn.control.clearEndings();
  const after = await notify.sendSms(text);
  await standIn.tick(60_000);
  expect(standIn.notifications.byId(before.id)?.status).toBe('permanent-failure');
  expect(standIn.notifications.byId(after.id)?.status).toBe('delivered');
});
