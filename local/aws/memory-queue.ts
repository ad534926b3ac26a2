import { createHash, randomUUID } from 'node:crypto';
import type { SQSMessageAttributes } from 'aws-lambda';
import type { Clock } from '../../lib/contract/clock';
import { FairOrder } from './fair-order';

export interface QueueSettings {
  readonly arn: string;
  /** Milliseconds. */
  readonly visibilityTimeout: number;
  /** Milliseconds. */
  readonly retention: number;
  /** After how many receives a message goes to the dead letters. */
  readonly redrive?: { readonly maxReceiveCount: number; readonly deadLetterQueue: MemoryQueue };
}

export interface StoredMessage {
  readonly messageId: string;
  readonly body: string;
  readonly attributes: SQSMessageAttributes;
  readonly groupId: string | undefined;
  /** The system attribute `AWSTraceHeader`. */
  readonly traceHeader?: string | undefined;
  /** On a dead letter that a queue gave up by itself: the ARN of that queue. */
  readonly deadLetterSource?: string | undefined;
  readonly sentAt: number;
  readonly firstReceivedAt: number | undefined;
  readonly receiveCount: number;
}

export interface ReceivedMessage extends StoredMessage {
  readonly receiptHandle: string;
}

export interface SendOptions {
  /** Milliseconds. */
  readonly delay?: number;
  readonly groupId?: string | undefined;
  readonly traceHeader?: string | undefined;
  readonly deadLetterSource?: string;
}

type Kept = { -readonly [Field in keyof StoredMessage]: StoredMessage[Field] } & { handle: string };

/** SQS holds back when so many messages are being worked on. */
const mostInFlight = 120_000;
const mostBytes = 1_048_576;

/**
 * A standard queue with the semantics of SQS: visibility timeout, delay, receive count, redrive, retention, in-flight
 * limit, fairness between message groups.
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-visibility-timeout.html
 */
export class MemoryQueue {
  readonly settings: QueueSettings;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #messages = new Map<string, Kept>();
  readonly #handles = new Map<string, Kept>();
  readonly #order = new FairOrder<Kept>();

  constructor(settings: QueueSettings, clock: Pick<Clock, 'now'>) {
    this.settings = settings;
    this.#clock = clock;
  }

  /** Every message that is on the queue, seen or not. */
  get messages(): readonly StoredMessage[] {
    return [...this.#messages.values()];
  }

  get size(): number {
    return this.#messages.size;
  }

  /** How many messages can be received now, and how many are being worked on. */
  get counts(): { readonly visible: number; readonly inFlight: number } {
    return this.#order.counts(this.#clock.now());
  }

  /** When the next message can be seen, in milliseconds since the epoch. */
  get nextVisibleAt(): number | undefined {
    return this.#order.nextAt(this.#clock.now());
  }

  /** @throws Error for a message that SQS would not take */
  send(
    body: string,
    attributes: SQSMessageAttributes = {},
    { delay = 0, groupId, traceHeader, deadLetterSource }: SendOptions = {},
  ): string {
    const bytes = Buffer.byteLength(body) + Buffer.byteLength(JSON.stringify(attributes));
    if (bytes > mostBytes) throw new Error(`message of ${bytes} bytes is over SQS's ${mostBytes}`);
    const now = this.#clock.now();
    const message: Kept = {
      messageId: randomUUID(),
      body,
      attributes,
      groupId,
      traceHeader,
      deadLetterSource,
      sentAt: now,
      firstReceivedAt: undefined,
      receiveCount: 0,
      handle: '',
    };
    this.#messages.set(message.messageId, message);
    this.#order.showAt(message, now + delay, { inFlight: false });
    return message.messageId;
  }

  /** @param visibilityTimeout milliseconds for which what is received is out of sight */
  receive(most = 10, visibilityTimeout = this.settings.visibilityTimeout): ReceivedMessage[] {
    const received: ReceivedMessage[] = [];
    const now = this.#clock.now();
    while (received.length < most && this.counts.inFlight < mostInFlight) {
      const message = this.#order.take(now);
      if (!message) break;
      this.#handles.delete(message.handle);
      if (this.#expired(message) || this.#redriven(message)) continue;
      message.receiveCount += 1;
      message.firstReceivedAt ??= now;
      message.handle = randomUUID();
      this.#handles.set(message.handle, message);
      this.#order.showAt(message, now + visibilityTimeout, { inFlight: true });
      received.push({ ...message, receiptHandle: message.handle });
    }
    return received;
  }

  delete(receiptHandle: string): void {
    const message = this.#handles.get(receiptHandle);
    if (message) this.#remove(message);
  }

  /** Milliseconds from now. */
  changeVisibility(receiptHandle: string, timeout: number): void {
    const message = this.#handles.get(receiptHandle);
    if (message) this.#order.showAt(message, this.#clock.now() + timeout, { inFlight: true });
  }

  #expired(message: Kept): boolean {
    const over = message.sentAt + this.settings.retention <= this.#clock.now();
    if (over) this.#remove(message);
    return over;
  }

  #redriven(message: Kept): boolean {
    const { redrive } = this.settings;
    const tooOften = redrive !== undefined && message.receiveCount >= redrive.maxReceiveCount;
    if (tooOften) {
      this.#remove(message);
      redrive.deadLetterQueue.send(message.body, message.attributes, {
        groupId: message.groupId,
        traceHeader: message.traceHeader,
        deadLetterSource: this.settings.arn,
      });
    }
    return tooOften;
  }

  #remove(message: Kept): void {
    this.#messages.delete(message.messageId);
    this.#handles.delete(message.handle);
    this.#order.remove(message);
  }
}

/** SQS answers it with every message. */
export const md5Of = (body: string): string => createHash('md5').update(body).digest('hex');
