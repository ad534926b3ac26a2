import { setTimeout as pause } from 'node:timers/promises';
import type { Monitor } from '../lambda/shared/ports';
import type { DeliveryEvent } from '../lib/contract/events/delivery';
import type { ReceivedTextEvent } from '../lib/contract/events/received-text';
import { isDeliveryEvent, isTextReceivedEvent } from '../lib/contract/events/schema-violations';
import { formatReference, parseReference } from '../lib/contract/identity';
import { apiKey, NotifyStandIn, type World } from '../lib/testing';
import { acceptedFor } from './accepted';
import { openPipeline, pipelineId } from './embedded-pipeline';
import { Labels } from './labels';
import type { About, ReportRow } from './report';
import type { Sample, SampleText } from './samples';
import { synthesizePipeline } from './template';
import { VirtualClock } from './virtual-clock';
import { day } from '../lib/contract/time';

export interface RunSettings {
  readonly world: World;
  readonly messages: readonly Sample[];
  /** Text messages that people send to the service. */
  readonly texts: readonly SampleText[];
  readonly monitor: Monitor;
  /** Gets every change of a delivery's state. */
  readonly onChange: (event: DeliveryEvent, about: About) => void;
  /** Gets every text message that came in. */
  readonly onText: (event: ReceivedTextEvent, publishedAt: number) => void;
  /** Real milliseconds between two moments at which something happens, so that an eye can follow. */
  readonly stepPause: number;
}

/** A Monday, so that letters are printed the same day and every run is the same. */
const start = Date.parse('2026-03-02T09:00:00Z');
/** Nothing is awaited for longer than letters are. */
const longest = 70 * day;

/** What Notify was told of the pipeline's URL. */
const callbackTarget = { url: 'https://receipts.local', bearerToken: 'the token of the embedded pipeline' };

/** Puts messages through the pipeline of the synthesized stack until each has come to an end. */
export async function runMessages(settings: RunSettings): Promise<ReportRow[]> {
  const { world, messages, texts, monitor, onChange, onText, stepPause } = settings;
  const shape = synthesizePipeline({ callbacks: true, letterPdfs: true });
  const clock = new VirtualClock(start);
  const standIn: NotifyStandIn = new NotifyStandIn({
    world: withCallbacks(world),
    clock,
    sendCallback: (call) => {
      toldOf.add(deliveryOf(call.body));
      return pipeline.callUrl(call);
    },
  });
  const server = await standIn.listen();
  const labels = new Labels(pipelineId);
  const accepted = new Map<string, number>();
  const toldOf = new Set<string | undefined>();
  const pipeline = await openPipeline({
    shape,
    clock,
    monitor,
    baseUrl: server.url,
    apiKey: apiKey(world, 'test'),
    standIn,
    callbackToken: callbackTarget.bearerToken,
    onEvent: (event) => {
      if (isTextReceivedEvent(event)) onText(event, start);
      if (!isDeliveryEvent(event)) return;
      const { state, delivery_id } = event.detail;
      if (state === 'sent') accepted.set(delivery_id, acceptedFor(standIn, event.detail));
      onChange(event, {
        label: labels.of(delivery_id)[0] ?? 'unknown',
        publishedAt: start,
        byCallback: toldOf.has(delivery_id),
      });
    },
  });
  try {
    for (const { body, urgent, label, comesBack } of messages) {
      const deliveryId = labels.add(label, body, pipeline.publish(body, urgent ? { urgent } : {}));
      if (comesBack)
        standIn.control.endAs({ reference: formatReference({ pipelineId, deliveryId }) }, 'returned-letter');
    }
    await pipeline.settle();
    for (const text of texts) standIn.control.receiveText(text);
    while (clock.now() < start + longest && (await pipeline.step())) await pause(stepPause);
    return labels
      .all((id) => pipeline.ledger.find(id))
      .map((row) => ({ ...row, publishedAt: start, accepted: accepted.get(row.delivery.delivery_id) ?? 0 }));
  } finally {
    await pipeline.close();
    await server.close();
  }
}

/** The world after someone has told Notify, under API integration, where to make its callbacks. */
function withCallbacks({ services, ...rest }: World): World {
  const callbacks = {
    deliveryReceipts: callbackTarget,
    returnedLetters: callbackTarget,
    receivedTexts: callbackTarget,
  };
  return { ...rest, services: services.map((service) => ({ ...service, callbacks })) };
}

/** The delivery that a callback tells of. */
function deliveryOf(body: string): string | undefined {
  const { reference } = JSON.parse(body) as { reference?: string | null };
  return parseReference(reference)?.deliveryId;
}
