import { setTimeout as pause } from 'node:timers/promises';
import type { Monitor } from '../lambda/ports';
import type { DeliveryEvent } from '../lib/contract/events/delivery';
import { isOfDelivery } from '../lib/contract/events/fit';
import { deliveryId, formatReference } from '../lib/contract/identity';
import { parseQueueMessage } from '../lib/contract/parse-message';
import { apiKey, NotifyStandIn, type World } from '../lib/testing';
import { openPipeline, pipelineId } from './embedded-pipeline';
import type { Row } from './report';
import type { Sample } from './samples';
import { synthesizePipeline } from './template';
import { VirtualClock } from './virtual-clock';

export interface RunSettings {
  readonly world: World;
  readonly messages: readonly Sample[];
  readonly monitor: Monitor;
  /** Gets every change of a delivery's state, with what the message is called and when it was published. */
  readonly onChange: (event: DeliveryEvent, label: string, publishedAt: number) => void;
  /** Real milliseconds between two moments at which something happens, so that an eye can follow. */
  readonly stepPause: number;
}

/** A Monday, so that letters are printed the same day and every run is the same. */
const start = Date.parse('2026-03-02T09:00:00Z');
/** Nothing is awaited for longer than letters are. */
const longest = 70 * 86_400_000;

/** Puts messages through the pipeline of the synthesized stack until each has come to an end. */
export async function runMessages({ world, messages, monitor, onChange, stepPause }: RunSettings): Promise<Row[]> {
  const clock = new VirtualClock(start);
  const standIn = new NotifyStandIn({ world, clock });
  const server = await standIn.listen();
  const labels = new Map<string, string[]>();
  const accepted = new Map<string, number>();
  const pipeline = await openPipeline({
    shape: synthesizePipeline(),
    clock,
    monitor,
    baseUrl: server.url,
    apiKey: apiKey(world, 'test'),
    onEvent: (event) => {
      if (!isOfDelivery(event)) return;
      const { state, delivery_id, reference } = event.detail;
      if (state === 'sent') {
        const given = formatReference({ pipelineId, deliveryId: delivery_id, ...(reference ? { reference } : {}) });
        accepted.set(delivery_id, standIn.notifications.byReference(given).length);
      }
      onChange(event, labels.get(delivery_id)?.[0] ?? 'unknown', start);
    },
  });
  try {
    for (const { body, urgent, label } of messages) {
      const messageId = pipeline.publish(body, urgent ? { urgent } : {});
      for (const id of possibleIds(messageId, body)) {
        labels.set(id, [...(labels.get(id) ?? []), label]);
      }
    }
    await pipeline.settle();
    while (clock.now() < start + longest && (await pipeline.step())) await pause(stepPause);
    return [...labels].flatMap(([id, called]) => {
      const delivery = pipeline.ledger.find(id);
      if (!delivery) return [];
      return [{ labels: called, delivery, publishedAt: start, accepted: accepted.get(id) ?? 0 }];
    });
  } finally {
    await pipeline.close();
    await server.close();
  }
}

/** The id that the message's delivery has, and the one that its refusal would have. */
function possibleIds(messageId: string, body: string): readonly string[] {
  const parsed = parseQueueMessage(body);
  const key = parsed.ok ? (parsed.message.idempotency_key ?? messageId) : messageId;
  return [deliveryId(pipelineId, key), deliveryId(pipelineId, `refused ${messageId}`)];
}
