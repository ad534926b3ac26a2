import { apiKey, NotifyStandIn, type World } from '../../lib/testing';
import { openTables } from '../../local/aws/embedded-table';
import { openPipeline } from '../../local/embedded-pipeline';
import { synthesizePipeline } from '../../local/template';
import { VirtualClock } from '../../local/virtual-clock';
import { watch, type TableCounts } from './watched-table';
import { silence } from '../../local/silence';

/** What a run of the pipeline asked of AWS, for one message. */
export interface Counted {
  readonly table: Readonly<TableCounts>;
  readonly events: number;
  readonly callbacks: number;
}

export interface CountedRun {
  readonly messages: number;
  readonly world: World;
  /** Settings of the app. */
  readonly context?: Readonly<Record<string, string>>;
  /** Whether Notify calls back. */
  readonly callbacks?: boolean;
  /** Milliseconds between two messages. 0: all at once. */
  readonly apart?: number;
}

const deliveryReceipts = { url: 'https://receipts.local', bearerToken: 'the token of the bench' };

/** Sends emails through the pipeline of the synthesized stack, in this process and on its own clock, until all have ended. */
export async function count({
  messages,
  world,
  context = {},
  callbacks = false,
  apart = 0,
}: CountedRun): Promise<Counted> {
  const clock = new VirtualClock(Date.parse('2026-03-02T09:00:00Z'));
  const table: TableCounts = { deliveries: 0, lists: 0, rateLimit: 0, others: 0, reads: 0 };
  let [events, ended, called] = [0, 0, 0];
  const calling = world.services.map((service) => ({ ...service, callbacks: { deliveryReceipts } }));
  const standIn: NotifyStandIn = new NotifyStandIn({
    world: callbacks ? { ...world, services: calling } : world,
    clock,
    sendCallback: (call) => {
      called += 1;
      return pipeline.callUrl(call);
    },
  });
  const server = await standIn.listen();
  const pipeline = await openPipeline({
    shape: synthesizePipeline({ callbacks: true, ...context }),
    clock,
    monitor: silence,
    baseUrl: server.url,
    apiKey: apiKey(world, 'live'),
    standIn,
    callbackToken: deliveryReceipts.bearerToken,
    onEvent: ({ detail }) => {
      events += 1;
      if ('state' in detail && detail.state === 'delivered') ended += 1;
    },
    openTables: async (properties) => {
      const tables = await openTables(properties);
      watch(tables.deliveries, table);
      return tables;
    },
  });
  try {
    for (let number = 0; number < messages; number += 1) {
      pipeline.publish(anEmail(number));
      if (apart === 0) continue;
      await pipeline.settle();
      clock.advanceTo(clock.now() + apart);
    }
    await pipeline.settle();
    const isOver = (): boolean => ended >= messages;
    while (!isOver() && (await pipeline.step()));
    if (ended < messages) throw new Error(`${messages - ended} of ${messages} emails were never delivered`);
  } finally {
    await pipeline.close();
    await server.close();
  }
  const each = (total: number): number => total / messages;
  const eachOf = (counts: TableCounts): TableCounts => ({
    deliveries: each(counts.deliveries),
    lists: each(counts.lists),
    rateLimit: each(counts.rateLimit),
    others: each(counts.others),
    reads: each(counts.reads),
  });
  return {
    table: eachOf(table),
    events: each(events),
    callbacks: each(called),
  };
}

const anEmail = (number: number): string =>
  JSON.stringify({
    type: 'email',
    template_id: 'e0000000-0000-4000-8000-000000000001',
    email_address: `person${number}@example.com`,
    personalisation: { name: 'Amala', day: 'Monday', time: '10:30', bring: 'yes' },
    idempotency_key: `email ${number}`,
  });
