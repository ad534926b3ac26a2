import { createNotifySource } from '../../lambda/shared/notify/notify-source';
import { createHoldReview } from '../../lambda/release/review';
import { holdEverything, holdUntilMidnight } from '../../lambda/shared/holds/hold';
import { apiKey, NotifyStandIn } from '../../lib/testing';
import { MemoryHoldStore } from '../fakes/memory-holds';
import { noon } from '../shared/deliveries/deliveries';
import { ClockInTest } from '../fakes/clock-in-test';
import { RecordingMonitor } from '../fakes/recording-monitor';

function setUp() {
  const clock = new ClockInTest(noon);
  const standIn = new NotifyStandIn({ clock });
  const holds = new MemoryHoldStore();
  const monitor = new RecordingMonitor();
  const secret = { key: apiKey(standIn.world, 'live') };
  const read = async (): Promise<string> => secret.key;
  const notify = createNotifySource({ value: read, reread: read }, { transport: standIn.transport, clock });
  return { clock, standIn, holds, monitor, secret, review: createHoldReview({ holds, notify, clock, monitor }) };
}

test('a hold on everything ends when Notify answers with the current key', async () => {
  const { holds, review, standIn } = setUp();
  const hold = holdEverything('Notify is down', noon);
  await holds.place(hold, noon);
  await review(hold);

  expect((await holds.read()).holds).toEqual([]);
  expect(standIn.requests.all()).toEqual({ 'GET /v2/notifications 200': 1 });
});

test('a hold on everything lasts while Notify is down, and is probed less often, down to every five minutes', async () => {
  const { holds, review, standIn, clock, monitor } = setUp();
  standIn.faults.add({ fault: { kind: 'gateway', status: 503 }, times: Infinity });
  await holds.place(holdEverything('Notify is down', noon), noon);
  const waits = [];
  for (let probe = 0; probe < 6; probe += 1) {
    const [hold] = (await holds.read()).holds;
    if (!hold) throw new Error('the hold has ended');
    waits.push((hold.until - clock.now()) / 1000);
    clock.moveTo(hold.until);
    await review(hold);
  }

  expect(waits).toEqual([30, 60, 120, 240, 300, 300]);
  expect(monitor.counts).toMatchObject({ Stopped: 6 });
});

test('a hold on everything lasts while the key is refused, and ends once the secret holds a working key', async () => {
  const { holds, review, secret, monitor } = setUp();
  const good = secret.key;
  secret.key = good.replace(/.{12}$/, '000000000000');
  await holds.place(holdEverything('the key is refused', noon), noon);
  const [refused] = (await holds.read()).holds;
  if (refused) await review(refused);

  const [standing] = (await holds.read()).holds;
  expect(standing).toMatchObject({
    scope: 'everything',
    since: noon,
    probes: 1,
    reason: expect.stringContaining('AuthError'),
  });
  expect(monitor.counts).toEqual({ KeyRefused: 1 });

  secret.key = good;
  if (standing) await review(standing);
  expect((await holds.read()).holds).toEqual([]);
});

test.each(['', 'not a key'])('a secret that holds "%s" keeps the hold, and nothing throws', async (key) => {
  const { holds, review, secret, monitor } = setUp();
  secret.key = key;
  const hold = holdEverything('the key is refused', noon);
  await holds.place(hold, noon);
  await review(hold);

  expect((await holds.read()).holds).toMatchObject([{ probes: 1 }]);
  expect(monitor.counts).toEqual({ KeyRefused: 1 });
});

test('a daily hold ends at midnight without a request to Notify', async () => {
  const { holds, review, standIn, clock } = setUp();
  const hold = holdUntilMidnight('email', 'the daily limit is spent', noon);
  await holds.place(hold, noon);
  clock.moveTo(hold.until);
  await review(hold);

  expect((await holds.read()).holds).toEqual([]);
  expect(standIn.requests.all()).toEqual({});
});

test('a hold that has been replaced in the meantime stays', async () => {
  const { holds, review } = setUp();
  const old = holdEverything('Notify is down', noon - 60_000);
  const standing = holdEverything('Notify is down again', noon);
  await holds.place(standing, noon);
  await review(old);

  expect((await holds.read()).holds).toEqual([standing]);
});
