import { createPoller } from '../../lambda/poll/poll';
import { createNotifySource } from '../../lambda/shared/notify/notify-source';
import { deliveryId, formatReference } from '../../lib/contract/identity';
import { metrics, type MetricName } from '../../lib/contract/metrics';
import type { DeliveryStore } from '../../lambda/shared/deliveries/delivery-store';
import { NotifyClient } from '../../lib/notify';
import { apiKey, NotifyStandIn } from '../../lib/testing';
import { MemoryPollCheckpoint } from '../../test/fakes/memory-poll-checkpoint';
import { MemoryDeliveryStore } from '../../test/fakes/memory-delivery-store';
import { VirtualClock } from '../../local/virtual-clock';
import { signAtOnce } from '../../test/simulation/signing';
import { inFull, report, type Row } from '../shared/results';
import { busyWorld } from '../stand-in/busy-world';
import { day, minute, second } from '../../lib/contract/time';
import { silence } from '../../local/silence';

// How many calls of Notify the poll makes for an outcome, beside a poll that asks for each message by its id as often.
//   npm run bench:poll -- [emails]

const total = Number(process.argv[2] ?? 1_000_000);
const pipelineId = 'measured';
/** What Notify's limit lets through. */
const perSecond = 50;
/** No outcome of these is ever reported; Notify gives them up after three days. */
const silent = 'nobody-reports@example.com';

interface Figures {
  readonly outcomes: number;
  readonly byPage: number;
  readonly byId: number;
  /** One call for every delivery at every look at it. */
  readonly allById: number;
}

/** What other benches go on from: without silent messages, and with some. */
export type PollCounted = readonly (Figures & { readonly silent: number })[];

/** A mailing at the speed of Notify's limit, polled every minute, until the last outcome is known. */
async function mailing(silentOnes: number): Promise<Figures> {
  const clock = new VirtualClock(Date.parse('2026-03-02T09:00:00Z'));
  const standIn = new NotifyStandIn({ world: busyWorld(), clock });
  standIn.control.endAs({ recipient: silent }, 'no report');
  const key = async (): Promise<string> => apiKey(standIn.world, 'live');
  const notify = createNotifySource({ value: key, reread: key }, { transport: standIn.transport, clock });
  const client = new NotifyClient({ apiKey: await key(), transport: standIn.transport, clock });
  const store = new MemoryDeliveryStore();
  const seen = { looks: 0, outcomes: 0 };
  const poll = createPoller({
    store: counting(store, () => (seen.looks += 1)),
    checkpoints: new MemoryPollCheckpoint(),
    notify,
    clock,
    monitor: { ...silence, count: (metric, by = 1) => void (seen.outcomes += ends.has(metric) ? by : 0) },
    pipelineId,
    callbacks: false,
    interval: minute,
  });

  const every = silentOnes > 0 ? Math.ceil(total / silentOnes) : Infinity;
  for (let sent = 0; seen.outcomes < total;) {
    for (let number = 0; number < perSecond && sent < total; number += 1, sent += 1) {
      await send(sent, sent % every === every - 1 ? silent : `person${sent}@example.com`);
    }
    clock.advanceTo(clock.now() + (sent < total ? second : minute - (clock.now() % minute)));
    await standIn.settle();
    if (clock.now() % minute === 0) await poll();
    if (clock.now() > Date.parse('2026-03-02T09:00:00Z') + 10 * day) throw new Error('some outcomes are never known');
  }

  const byPage = standIn.requests.count('GET /v2/notifications 200');
  const byId = standIn.requests.count('GET /v2/notifications/{id} 200');
  return { outcomes: seen.outcomes, byPage, byId, allById: seen.looks };

  async function send(number: number, emailAddress: string): Promise<void> {
    const id = deliveryId(pipelineId, `email ${number}`);
    const { id: notificationId } = await client.sendEmail({
      templateId: 'e0000000-0000-4000-8000-000000000001',
      emailAddress,
      personalisation: { name: 'Amala', day: 'Monday', time: '10:30', bring: 'yes' },
      reference: formatReference({ pipelineId, deliveryId: id }),
    });
    const now = new Date(clock.now()).toISOString();
    const sent = { state: 'sent', awaited: 'email', notification_id: notificationId, attempts: 1 } as const;
    await store.create({ id, type: 'email', ...sent, created_at: now, changed_at: now, sent_at: now, ttl: 0 });
  }
}

const { delivered, failed, untracked } = metrics.names;
const ends: ReadonlySet<MetricName> = new Set([delivered, failed, untracked]);

/** Counts the deliveries that are looked at. */
function counting(store: DeliveryStore, look: () => void): DeliveryStore {
  return {
    claim: store.claim.bind(store),
    create: store.create.bind(store),
    transition: store.transition.bind(store),
    find: store.find.bind(store),
    annotate: store.annotate.bind(store),
    endWait: store.endWait.bind(store),
    awaitTogether: store.awaitTogether.bind(store),
    shorten: store.shorten.bind(store),
    async *awaited(channel, from, to, reading) {
      for await (const delivery of store.awaited(channel, from, to, reading)) {
        // The other reading only asks whether there is any.
        if (reading?.order === 'newest first') look();
        yield delivery;
      }
    },
  };
}

async function run(): Promise<void> {
  await signAtOnce(busyWorld());
  const rows: Row[] = [];
  const counted: PollCounted[number][] = [];
  for (const [silent, aim] of [
    [0, 200],
    [Math.ceil(total / 10_000), 150],
  ] as const) {
    const figures = await mailing(silent);
    const { outcomes, byPage, byId, allById } = figures;
    const fewer = allById / (byPage + byId);
    counted.push({ ...figures, silent });
    rows.push({
      what: `${inFull(total)} emails, ${silent} of them silent`,
      against: 'by id',
      aim: `≥ ${aim} times fewer calls`,
      found: `${fewer.toFixed(1)}: ${byPage} pages and ${byId} by id for ${inFull(outcomes)} outcomes`,
      reached: fewer >= aim,
    });
  }
  report('poll', rows, counted);
}

void run();
