import { messageAttributes } from '../../lib/contract/attributes';
import { deliveryId } from '../../lib/contract/identity';
import { parseQueueMessage } from '../../lib/contract/parse-message';
import type { StoredMessage } from '../aws/memory-queue';

/** The deliveries of dead letters, each with why it is one. */
export function deadLettersOf(messages: readonly StoredMessage[], pipelineId: string): ReadonlyMap<string, string> {
  return new Map(
    messages.map(({ messageId, body, attributes }) => {
      const attribute = (name: string): string | undefined => attributes[name]?.stringValue;
      const parsed = parseQueueMessage(body);
      const first = attribute(messageAttributes.idempotencyKey) ?? messageId;
      const key = parsed.ok ? (parsed.message.idempotency_key ?? first) : `refused ${first}`;
      return [deliveryId(pipelineId, key), attribute(messageAttributes.reason) ?? 'it was received too often'];
    }),
  );
}
