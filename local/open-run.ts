import type { Monitor } from '../lambda/shared/ports';
import { isDeliveryEvent, isTextReceivedEvent, type PipelineEvent } from '../lib/contract/events/schema-violations';
import type { DeliveryEvent } from '../lib/contract/events/delivery';
import type { ReceivedTextEvent } from '../lib/contract/events/received-text';
import { formatReference, parseReference } from '../lib/contract/identity';
import { apiKey, NotifyStandIn, type ListenOptions, type World } from '../lib/testing';
import { pipelineId } from './embedded-parts';
import { openPipeline } from './embedded-pipeline';
import { Labels } from './labels';
import type { About } from './report';
import type { Sample, SampleText } from './samples';
import { synthesizePipeline } from './template';
import { VirtualClock } from './virtual-clock';

/** Settings of the app, by their keys in its context. */
export type RunContext = Readonly<Record<string, string>>;

export interface RunEvents {
  /** Gets every change of a delivery's state. */
  readonly onChange: (event: DeliveryEvent, about: About) => void;
  /** Gets every text message that came in. */
  readonly onText: (event: ReceivedTextEvent, publishedAt: number) => void;
  /** Gets every event. */
  readonly onEvent?: (event: PipelineEvent) => void;
}

interface OpenRunSettings extends RunEvents {
  readonly world: World;
  readonly monitor: Monitor;
  /** @default none */
  readonly context?: RunContext | undefined;
  /** How the stand-in is served. */
  readonly listen?: ListenOptions;
}

/** The pipeline of the synthesized stack beside a stand-in, on a clock that is moved by hand. */
export interface Run {
  readonly clock: VirtualClock;
  readonly standIn: NotifyStandIn;
  readonly labels: Labels;
  readonly pipeline: Pipeline;
  /** Publishes messages, and lets people send texts. */
  readonly begin: (messages: readonly Sample[], texts: readonly SampleText[]) => Promise<void>;
  /** Of the stand-in. */
  readonly url: string;
  readonly close: () => Promise<void>;
}

type Pipeline = Awaited<ReturnType<typeof openPipeline>>;

/** A Monday, so that letters are printed the same day and every run is the same. */
export const start = Date.parse('2026-03-02T09:00:00Z');

/** The URL of the pipeline, as Notify has it. */
const callbackTarget = { url: 'https://receipts.local', bearerToken: 'the token of the embedded pipeline' };

export async function openRun(settings: OpenRunSettings): Promise<Run> {
  const { world, monitor, context, onChange, onText, onEvent, listen } = settings;
  const clock = new VirtualClock(start);
  const toldOf = new Set<string | undefined>();
  const standIn: NotifyStandIn = new NotifyStandIn({
    world: withCallbacks(world),
    clock,
    sendCallback: (call) => {
      toldOf.add(deliveryOf(call.body));
      return run.pipeline.callUrl(call);
    },
  });
  const labels = new Labels(pipelineId);
  const hand = (event: PipelineEvent): void => {
    onEvent?.(event);
    if (isTextReceivedEvent(event)) onText(event, start);
    if (!isDeliveryEvent(event)) return;
    const { delivery_id: id } = event.detail;
    onChange(event, { label: labels.of(id)[0] ?? 'unknown', publishedAt: start, byCallback: toldOf.has(id) });
  };
  const server = await standIn.listen(listen);
  const pipeline = await openPipeline({
    shape: synthesizePipeline({ callbacks: true, letterPdfs: true, ...context }),
    clock,
    monitor,
    baseUrl: server.url,
    apiKey: apiKey(world, 'test'),
    standIn,
    callbackToken: callbackTarget.bearerToken,
    onEvent: hand,
  });
  const run: Run = {
    clock,
    standIn,
    labels,
    pipeline,
    url: server.url,
    begin: async (messages, texts) => {
      for (const { body, urgent, label, comesBack } of messages) {
        const deliveryId = labels.add(label, body, pipeline.publish(body, urgent ? { urgent } : {}));
        if (comesBack)
          standIn.control.endAs({ reference: formatReference({ pipelineId, deliveryId }) }, 'returned-letter');
      }
      await pipeline.settle();
      for (const text of texts) standIn.control.receiveText(text);
    },
    close: async () => {
      await pipeline.close();
      await server.close();
    },
  };
  return run;
}

/** The world with the callback URLs that somebody entered in Notify, under API integration. */
function withCallbacks({ services, ...rest }: World): World {
  const callbacks = {
    deliveryReceipts: callbackTarget,
    returnedLetters: callbackTarget,
    receivedTexts: callbackTarget,
  };
  return { ...rest, services: services.map((service) => ({ ...service, callbacks })) };
}

/** The delivery that a callback is about. */
function deliveryOf(body: string): string | undefined {
  const { reference } = JSON.parse(body) as { reference?: string | null };
  return parseReference(reference)?.deliveryId;
}
