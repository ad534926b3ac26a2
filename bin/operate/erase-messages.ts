import { messageAttributes } from '../../lib/contract/attributes';
import { readPointer } from '../../lib/contract/extended-client';
import { deliveryId } from '../../lib/contract/identity';
import { isPayloadKey } from '../../lib/contract/payloads';
import { isSender, senderAttribute } from '../../lib/contract/sender';
import type { Person, Relation } from './person';
import type { ReadableBucket } from './payload-bucket';
import { depthOf, type NamedQueue } from './pipeline-queues';
import { remove, showAgain, takeAll, type Sqs, type TakenMessage } from './take-messages';

/** What was found of a person on one queue. */
export interface QueueErasure {
  readonly queue: string;
  /** Messages to them. */
  readonly found: number;
  /** Messages to others that mention them, which are left alone. */
  readonly mentions: number;
  /** About how many nobody could look at, because somebody else had received them, or because they are delayed. */
  readonly outOfSight: number;
}

export interface EraseMessages {
  readonly sqs: Sqs;
  readonly queue: NamedQueue;
  readonly pipelineId: string;
  readonly person: Person;
  readonly contents: Contents;
  readonly isDryRun: boolean;
  readonly stop: AbortSignal;
  /** Called with the delivery of each message to them, before the message is deleted. */
  readonly onFound: (deliveryId: string) => void;
}

/**
 * Deletes the messages to a person from a queue. The others are out of sight meanwhile, so that each is received once, and can
 * be seen again at the end: a message that is received again and again would end among the dead letters.
 */
export async function eraseMessages(settings: EraseMessages): Promise<QueueErasure> {
  const { sqs, queue, person, contents, isDryRun, stop, onFound } = settings;
  const { hidden, delayed } = await depthOf(sqs, queue.url);
  const left = new Map<string, TakenMessage>();
  const theirs = new Set<string>();
  const mentions = new Set<string>();

  async function look(message: TakenMessage): Promise<void> {
    const relation = await contents.relationOf(message.body, person);
    if (relation === 'mentions them') mentions.add(message.messageId);
    if (relation !== 'theirs') return;
    theirs.add(message.messageId);
    onFound(await deliveryOf(message, settings));
    if (isDryRun) return;
    await remove(sqs, queue.url, message);
    left.delete(message.messageId);
  }

  try {
    for await (const taken of takeAll(sqs, queue.url)) {
      for (const message of taken) left.set(message.messageId, message);
      if (stop.aborted) break;
      await Promise.all(taken.map(look));
    }
  } finally {
    await showAgain(sqs, queue.url, [...left.values()]);
  }
  return { queue: queue.name, found: theirs.size, mentions: mentions.size, outOfSight: hidden + delayed };
}

/** The delivery that a message is of. */
async function deliveryOf(
  { body, attributes, messageId }: TakenMessage,
  { pipelineId, contents }: EraseMessages,
): Promise<string> {
  const content = await contents.of(body);
  const [, written] = /"idempotency_key"\s*:\s*("(?:[^"\\]|\\.)*")/.exec(content ?? '') ?? [];
  const sender = attributes[senderAttribute]?.StringValue;
  const key =
    written === undefined
      ? (attributes[messageAttributes.idempotencyKey]?.StringValue ?? messageId)
      : String(JSON.parse(written));
  return deliveryId(pipelineId, key, sender !== undefined && isSender(sender) ? sender : undefined);
}

/** What messages say, on their queue or in the bucket. Each object of the bucket is read once. */
export class Contents {
  readonly #bucket: Pick<ReadableBucket, 'read'>;
  readonly #bucketName: string;
  readonly #relations = new Map<string, Promise<Relation>>();

  constructor(bucket: Pick<ReadableBucket, 'read'>, bucketName: string) {
    this.#bucket = bucket;
    this.#bucketName = bucketName;
  }

  /** What a message says. `undefined`: its content is not in the bucket any more. */
  async of(body: string): Promise<string | undefined> {
    const key = this.#keyIn(body);
    return key === undefined ? body : this.#bucket.read(key);
  }

  async relationOf(body: string, person: Person): Promise<Relation> {
    const key = this.#keyIn(body);
    return key === undefined ? person.relationOf(body) : this.relationOfPayload(key, person);
  }

  relationOfPayload(key: string, person: Person): Promise<Relation> {
    const known = this.#relations.get(key);
    const relation =
      known ?? this.#bucket.read(key).then((text) => (text === undefined ? 'none' : person.relationOf(text)));
    this.#relations.set(key, relation);
    return relation;
  }

  /** Nothing is read but payloads of the pipeline's own. */
  #keyIn(body: string): string | undefined {
    const pointer = readPointer(body);
    if (!pointer || pointer === 'malformed') return undefined;
    return pointer.bucketName === this.#bucketName && isPayloadKey(pointer.key) ? pointer.key : undefined;
  }
}
