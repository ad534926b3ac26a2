import type { SQSRecord } from 'aws-lambda';
import type { Callback } from '../../lib/contract/callback';
import type { MeasuredMetric, MetricName } from '../../lib/contract/metrics';
import type { PipelineEvent } from '../../lib/contract/events/schema-violations';
import type { Lane } from '../../lib/contract/lane';
import type { Channel } from '../../lib/contract/queue-message';
import type { Place } from '../../lib/contract/scheduled';
import type { NotifyClient } from '../../lib/notify';

/** What the functions ask of Notify. */
export type NotifyApi = Pick<
  NotifyClient,
  | 'sendEmail'
  | 'sendSms'
  | 'sendLetter'
  | 'sendPrecompiledLetter'
  | 'listNotifications'
  | 'getNotification'
  | 'listReceivedTexts'
  | 'getLetterPdf'
  | 'request'
>;

/** Gives a Notify client with the key of the moment. */
export interface NotifySource {
  current(): Promise<NotifyApi>;
  /** A client made anew after Notify refused `refused`: with the key that the secret holds now and a fresh token. */
  renewed(refused: NotifyApi): Promise<NotifyApi>;
}

/** Puts messages aside, each as a new one, so that no receive count is spent. */
export interface MessageQueues {
  /** Whether the message came from the urgent queue. */
  isUrgent(record: SQSRecord): boolean;
  /**
   * The message is not received again before `until` (milliseconds since the epoch). `faults`: how often something in it
   * made the code fail, if that is more than it says already.
   */
  requeue(record: SQSRecord, until: number, faults?: number): Promise<void>;
  /** The message waits on the held queue of its lane until no hold stops it. */
  hold(record: SQSRecord, lane: Lane): Promise<void>;
  /** The message goes to the dead-letter queue, with the reason. */
  deadLetter(record: SQSRecord, reason: string): Promise<void>;
}

/** Where and until when a message waits for a time of its own. */
export interface SchedulingTerms {
  readonly deliveryId: string;
  readonly place: Place;
  /** When it is put on its queue again: milliseconds since the epoch. */
  readonly due: number;
}

/** Lets messages wait for a time of their own, however far ahead that is. */
export interface MessageScheduler {
  schedule(record: SQSRecord, terms: SchedulingTerms): Promise<void>;
}

/** An object of the bucket, open to be read or to be closed unread. */
export interface OpenBlob {
  readonly bytes: number;
  /** Milliseconds since the epoch. */
  readonly storedAt: number;
  /** `undefined`: it does not match its checksum. */
  text(): Promise<string | undefined>;
  close(): void;
}

/** The bucket through which big messages travel. */
export interface Blobs {
  /** `undefined`: there is none. */
  open(key: string): Promise<OpenBlob | undefined>;
  /** Lets the time for which it is kept begin again. */
  refresh(key: string): Promise<void>;
  delete(key: string): Promise<void>;
}

/** Puts payloads into the bucket through which big messages travel. */
export interface BlobWriter {
  put(key: string, body: string): Promise<void>;
}

/** Counts who began to read a message and did not come to its end, because what is in it killed them. */
export interface ReadAttempts {
  /** Notes that somebody begins. Answers how many began before, and did not end. */
  begin(messageId: string, now: number): Promise<number>;
  /** Notes that it was read: from then on its record says what happens to it. */
  end(messageId: string, now: number): Promise<void>;
}

/** Where letters wait whose PDFs are to be kept. */
export interface LetterPdfQueue {
  /** The PDF of this delivery is asked for after so many seconds. */
  request(deliveryId: string, after: number): Promise<void>;
}

/** Where the PDFs of letters are stored. */
export interface PdfBucket {
  readonly name: string;
  /** Puts a PDF there, over what is there under that key. */
  put(key: string, pdf: Buffer): Promise<void>;
}

/** Remembers payloads that were deleted, so that another copy of their message is not taken for one without content. */
export interface SpentPayloads {
  /** Remembers it until then, in milliseconds since the epoch. */
  add(key: string, until: number): Promise<void>;
  has(key: string): Promise<boolean>;
}

/** Forwards callbacks to the pipelines that they are for. */
export interface CallbackForwarder {
  /** `false`: there is no route to that pipeline. Rejects when it could not be forwarded. */
  forward(pipelineId: string, callback: Callback): Promise<boolean>;
}

/** One change of an item, as a record of the table's stream has it. */
export interface StreamChange {
  readonly sequenceNumber: string;
  readonly before: Readonly<Record<string, unknown>> | undefined;
  readonly after: Readonly<Record<string, unknown>> | undefined;
}

/** Puts events on the bus. Answers which of them the bus did not take, by their place. */
export interface EventBus<Event extends PipelineEvent = PipelineEvent> {
  put(events: readonly Event[]): Promise<readonly number[]>;
}

/** Logs and metrics. Neither may ever hold a recipient, personalisation, content or a key. */
export interface Monitor {
  /** @param channel of the message that it is about, if it is about one */
  count(metric: MetricName, by?: number, channel?: Channel): void;
  /** Counts one for a service that publishes messages, beside what is counted for the pipeline. */
  countFor(sender: string, metric: MetricName): void;
  /** One value, such as how long something took. */
  measure(metric: MeasuredMetric, value: number, channel?: Channel): void;
  info(what: string, about?: Readonly<Record<string, string | number | undefined>>): void;
  warn(what: string, about?: Readonly<Record<string, string | number | undefined>>): void;
  error(what: string, error: unknown, about?: Readonly<Record<string, string | number | undefined>>): void;
}
