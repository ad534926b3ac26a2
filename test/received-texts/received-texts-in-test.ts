import { randomUUID } from 'node:crypto';
import type { EventBus, NotifySource } from '../../lambda/shared/ports';
import { createPublishOnce, type IncomingEvent } from '../../lambda/shared/incoming/publish-once';
import { createReceivedTextsPoller } from '../../lambda/received-texts/received-texts';
import { createDynamoReceivedTextsCheckpoint } from '../../lambda/shared/aws/dynamo-received-texts-checkpoint';
import { createDynamoPublishedEvents } from '../../lambda/shared/aws/dynamo-published-events';
import { NotifyClient, type ReceivedText } from '../../lib/notify';
import { fitting } from '../contract/fitting-events';
import { noon } from '../shared/deliveries/deliveries';
import type { TableInProcess } from '../shared/deliveries/table-in-process';
import { ClockInTest } from '../fakes/clock-in-test';
import { RecordingMonitor } from '../fakes/recording-monitor';

export const pipelineId = 'staging';

/** A bus that takes all except what the test lets it refuse. */
export class Bus implements EventBus<IncomingEvent> {
  readonly heard: IncomingEvent[] = [];
  down = false;
  readonly refuses = new Set<string>();
  /** What happens whenever an event is put on it, before it is heard. */
  whenPut: () => void = () => undefined;

  async put(events: readonly IncomingEvent[]): Promise<readonly number[]> {
    this.whenPut();
    if (this.down) throw new Error('the bus is down');
    const refused = events.flatMap(({ detail }, place) => (this.refuses.has(detail.id) ? [place] : []));
    this.heard.push(...events.filter((_, place) => !refused.includes(place)));
    return refused;
  }
}

/** As much of Notify as lists texts, in pages that leave out what came at the same instant as `older_than`. */
class ListOfTexts {
  /** Newest first. */
  rows: ReceivedText[] = [];
  /** What is on the first page too, and is no text. */
  nonsense: unknown[] = [];
  pageSize = 250;
  /** Pages asked for. */
  asked = 0;
  /** What happens whenever a page is asked for. */
  whenAsked: () => void = () => undefined;

  readonly client: NotifyClient = new NotifyClient({
    apiKey: `test-${randomUUID()}-${randomUUID()}`,
    transport: async ({ url }) => {
      this.asked += 1;
      this.whenAsked();
      const olderThan = url.searchParams.get('older_than');
      const before = olderThan === null ? '~' : (this.rows.find(({ id }) => id === olderThan)?.created_at ?? '');
      const texts = this.rows.filter(({ created_at }) => created_at < before).slice(0, this.pageSize);
      const page = olderThan === null ? [...this.nonsense, ...texts, ...this.nonsense] : texts;
      const body = Buffer.from(JSON.stringify({ received_text_messages: page, links: { current: '' } }));
      return { status: 200, headers: { 'content-type': 'application/json' }, body };
    },
  });
}

/** The texts function with everything real but AWS, Notify and time; with a Notify if one is given. */
export function openTexts(
  table: TableInProcess,
  { clock = new ClockInTest(noon), ...given }: { clock?: ClockInTest; notify?: NotifySource } = {},
) {
  const bus = fitting(new Bus());
  const list = new ListOfTexts();
  const monitor = new RecordingMonitor();
  const published = createDynamoPublishedEvents(table.client, table.name);
  const checkpoints = createDynamoReceivedTextsCheckpoint(table.client, table.name);
  const publishOnce = createPublishOnce({ published, bus, clock });
  const notify = given.notify ?? { current: async () => list.client, renewed: async () => list.client };
  const run = createReceivedTextsPoller({ checkpoints, publishOnce, notify, clock, monitor, pipelineId });

  return {
    clock,
    bus,
    list,
    monitor,
    publishOnce,
    checkpoints,
    run,
    /** Texts that come in at these times, in milliseconds before now. */
    receive: (...agos: number[]): ReceivedText[] => {
      const texts = agos.map((ago) => aText(clock.now() - ago));
      list.rows = [...list.rows, ...texts].sort((a, b) => (a.created_at < b.created_at ? 1 : -1));
      return texts;
    },
    /** The ids of the texts whose events were published, in that order. */
    heard: (): string[] => bus.heard.map(({ detail }) => detail.id),
  };
}

export type TextsInTest = ReturnType<typeof openTexts>;

export const aText = (at: number, content = 'STOP'): ReceivedText => ({
  id: randomUUID(),
  created_at: new Date(at).toISOString().replace('Z', '456Z'),
  service_id: '26785a09-ab16-4eb0-8407-a37497a57506',
  notify_number: '07700900999',
  user_number: '447700900123',
  content,
});

export const idsOf = (texts: readonly ReceivedText[]): string[] => texts.map(({ id }) => id);
