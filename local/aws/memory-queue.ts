import { createHash, randomUUID } from 'node:crypto';
import type { SQSMessageAttributes } from 'aws-lambda';
import type { Clock } from '../../lib/clock';
import { Heap } from '../heap';

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
  readonly md5OfBody: string;
  readonly attributes: SQSMessageAttributes;
  readonly sentAt: number;
  readonly firstReceivedAt: number | undefined;
  readonly receiveCount: number;
}

export interface ReceivedMessage extends StoredMessage {
  readonly receiptHandle: string;
}

type Kept = { -readonly [Field in keyof StoredMessage]: StoredMessage[Field] } & { visibleAt: number; handle: string };

/** SQS holds back when so many messages are being worked on. */
const mostInFlight = 120_000;
const mostBytes = 1_048_576;

/**
 * A standard queue with the semantics of SQS: visibility timeout, delay, receive count, redrive, retention, in-flight
 * limit.
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-visibility-timeout.html
 */
export class MemoryQueue {
  readonly settings: QueueSettings;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #messages = new Map<string, Kept>();
  readonly #inFlight = new Map<string, Kept>();
  readonly #order = new Heap<{ message: Kept; visibleAt: number }>();

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

  /** When the next message can be seen, in milliseconds since the epoch. */
  get nextVisibleAt(): number | undefined {
    this.#dropStale();
    return this.#order.least;
  }

  /** @throws Error for a message that SQS would not take */
  send(body: string, attributes: SQSMessageAttributes = {}, delay = 0): string {
    const bytes = Buffer.byteLength(body) + Buffer.byteLength(JSON.stringify(attributes));
    if (bytes > mostBytes) throw new Error(`message of ${bytes} bytes is over SQS's ${mostBytes}`);
    const message: Kept = {
      messageId: randomUUID(),
      body,
      md5OfBody: createHash('md5').update(body).digest('hex'),
      attributes,
      sentAt: this.#clock.now(),
      firstReceivedAt: undefined,
      receiveCount: 0,
      visibleAt: 0,
      handle: '',
    };
    this.#messages.set(message.messageId, message);
    this.#showAt(message, this.#clock.now() + delay);
    return message.messageId;
  }

  receive(most = 10): ReceivedMessage[] {
    const received: ReceivedMessage[] = [];
    const now = this.#clock.now();
    while (received.length < most && this.#inFlightCount(now) < mostInFlight) {
      if ((this.nextVisibleAt ?? Infinity) > now) break;
      const message = this.#order.pop()?.message;
      if (!message || this.#expired(message) || this.#redriven(message)) continue;
      message.receiveCount += 1;
      message.firstReceivedAt ??= now;
      this.#inFlight.delete(message.handle);
      message.handle = randomUUID();
      this.#inFlight.set(message.handle, message);
      this.#showAt(message, now + this.settings.visibilityTimeout);
      received.push({ ...message, receiptHandle: message.handle });
    }
    return received;
  }

  delete(receiptHandle: string): void {
    const message = this.#inFlight.get(receiptHandle);
    if (message) this.#remove(message);
  }

  /** Milliseconds from now. */
  changeVisibility(receiptHandle: string, timeout: number): void {
    const message = this.#inFlight.get(receiptHandle);
    if (message) this.#showAt(message, this.#clock.now() + timeout);
  }

  #showAt(message: Kept, visibleAt: number): void {
    message.visibleAt = visibleAt;
    this.#order.push(visibleAt, { message, visibleAt });
  }

  /** A message whose visibility was changed stands in the order twice: only the last one counts. */
  #dropStale(): void {
    for (let first = this.#order.first; first; first = this.#order.first) {
      if (this.#messages.has(first.message.messageId) && first.message.visibleAt === first.visibleAt) return;
      this.#order.pop();
    }
  }

  #inFlightCount(now: number): number {
    if (this.#inFlight.size < mostInFlight) return this.#inFlight.size;
    for (const [handle, message] of this.#inFlight) if (message.visibleAt <= now) this.#inFlight.delete(handle);
    return this.#inFlight.size;
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
      redrive.deadLetterQueue.send(message.body, message.attributes);
    }
    return tooOften;
  }

  #remove(message: Kept): void {
    this.#messages.delete(message.messageId);
    this.#inFlight.delete(message.handle);
  }
}
