import { createLaneAsker } from '../../lambda/release/ask-lane';
import type { Circuit } from '../../lambda/shared/holds/circuit';
import { createNotifySource } from '../../lambda/shared/notify/notify-source';
import { apiKey, NotifyStandIn } from '../../lib/testing';
import { VirtualClock } from '../../local/virtual-clock';
import { MemoryHoldStore } from '../fakes/memory-holds';
import { RecordingMonitor } from '../fakes/recording-monitor';
import { noon } from '../shared/deliveries/deliveries';
import { aDoubtedLane, anOpenCircuit } from '../shared/holds/circuits';

const now = noon + 60_000;

async function setUp(circuit: Circuit) {
  const clock = new VirtualClock(now);
  const standIn = new NotifyStandIn({ clock });
  const holds = new MemoryHoldStore();
  const monitor = new RecordingMonitor();
  const key = async (): Promise<string> => apiKey(standIn.world, 'live');
  const notify = createNotifySource({ value: key, reread: key }, { transport: standIn.transport, clock });
  await holds.writeCircuit({ ...circuit, version: 0 });
  const ask = createLaneAsker({ holds, notify, clock, monitor });
  return { standIn, holds, monitor, ask: () => ask({ ...circuit, version: 1 }) };
}

describe('release: asking for a lane', () => {
  test.each([
    ['email', 'POST /v2/notifications/email 400 ValidationError'],
    ['sms', 'POST /v2/notifications/sms 400 ValidationError'],
    ['international_sms', 'POST /v2/notifications/sms 400 ValidationError'],
    ['letter', 'POST /v2/notifications/letter 400 ValidationError'],
  ] as const)(
    'Notify is asked for %s by three messages with nothing in them, which nobody gets',
    async (lane, request) => {
      const { standIn, holds, ask } = await setUp(aDoubtedLane({ lane }));
      const known = await ask();
      expect(known).toMatchObject({ answeredAt: now, provenAt: now });
      expect((await holds.read()).circuits).toEqual([known]);
      expect(standIn.requests.all()).toEqual({ [request]: 3 });
      expect([...standIn.notifications.all()]).toEqual([]);
    },
  );

  test('while it does not answer it is asked once, and an open lane stays so for longer', async () => {
    const { standIn, monitor, ask } = await setUp(anOpenCircuit());
    standIn.faults.add({ fault: { kind: 'gateway', status: 503 }, times: Infinity });
    expect(await ask()).toMatchObject({ open: true, probes: 1, until: now + 4000, disprovenAt: now });
    expect(standIn.requests.count()).toBe(1);
    expect(monitor.counts).toEqual({ Stopped: 1 });
  });

  test('one that answers some and not others is not proven to work', async () => {
    const { standIn, ask } = await setUp(aDoubtedLane());
    standIn.faults.add({ fault: { kind: 'server error' }, skip: 2 });
    const known = await ask();
    expect(known).toMatchObject({ answeredAt: now, disprovenAt: now });
    expect(known).not.toHaveProperty('provenAt');
  });

  test('what a sender writes meanwhile is kept', async () => {
    const { holds, ask } = await setUp(anOpenCircuit());
    await holds.writeCircuit(anOpenCircuit({ open: false, takenAt: now - 1 }));
    expect(await ask()).toMatchObject({ open: false, takenAt: now - 1, provenAt: now });
  });
});
