import { deliveryId } from '../lib/contract/identity';
import { parseQueueMessage } from '../lib/contract/parse-message';

/** What the messages of each delivery are called. */
export class Labels {
  readonly #pipelineId: string;
  readonly #byDelivery = new Map<string, readonly string[]>();

  constructor(pipelineId: string) {
    this.#pipelineId = pipelineId;
  }

  /**
   * Notes a message by the id that its delivery has, and the one that its refusal would have.
   * @returns the first of them
   */
  add(label: string, body: string, messageId: string): string {
    const parsed = parseQueueMessage(body);
    const key = parsed.ok ? (parsed.message.idempotency_key ?? messageId) : messageId;
    const ids = [key, `refused ${messageId}`].map((name) => deliveryId(this.#pipelineId, name)) as [string, string];
    for (const id of ids) this.#byDelivery.set(id, [...this.of(id), label]);
    return ids[0];
  }

  of(id: string): readonly string[] {
    return this.#byDelivery.get(id) ?? [];
  }

  /** By delivery, in the order in which the first message of each was published. */
  all(): readonly (readonly [id: string, labels: readonly string[]])[] {
    return [...this.#byDelivery];
  }
}
