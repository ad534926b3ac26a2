import { deliveryId } from '../lib/contract/identity';
import { parseQueueMessage } from '../lib/contract/parse-message';

/** What the messages of each delivery are called. */
export class Labels {
  readonly #pipelineId: string;
  readonly #byDelivery = new Map<string, readonly string[]>();
  readonly #refusals = new Set<string>();

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
    const [id, refusal] = [deliveryId(this.#pipelineId, key), deliveryId(this.#pipelineId, `refused ${messageId}`)];
    this.#byDelivery.set(id, [...this.of(id), label]);
    this.#byDelivery.set(refusal, [label]);
    this.#refusals.add(refusal);
    return id;
  }

  of(id: string): readonly string[] {
    return this.#byDelivery.get(id) ?? [];
  }

  /**
   * The deliveries that can be found, in the order in which the first message of each was published. A message that was
   * refused has one of its own, and is no copy of the one whose key it used.
   */
  all<Delivery>(find: (id: string) => Delivery | undefined): { labels: readonly string[]; delivery: Delivery }[] {
    const refused = new Set([...this.#refusals].filter(find).flatMap((id) => this.of(id)));
    return [...this.#byDelivery].flatMap(([id, labels]) => {
      const delivery = find(id);
      if (delivery === undefined) return [];
      return [{ labels: this.#refusals.has(id) ? labels : labels.filter((label) => !refused.has(label)), delivery }];
    });
  }
}
