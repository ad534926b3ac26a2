import { describeIssues } from './describe-issues';
import { queueMessageSchema, type QueueMessage } from './message';

export type ParsedMessage = { ok: true; message: QueueMessage } | { ok: false; reason: string };

/** Reads a queue message from its JSON. A reason names the fields that are wrong and never shows their values. */
export function parseQueueMessage(body: string): ParsedMessage {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return { ok: false, reason: 'the message is not JSON; put one JSON object on the queue' };
  }
  return checkQueueMessage(json);
}

/** Checks a queue message that is already an object. `spell` says a field's name as whoever wrote the message knows it. */
export function checkQueueMessage(value: unknown, spell?: (field: string) => string): ParsedMessage {
  const result = queueMessageSchema.safeParse(value, { reportInput: true });
  if (result.success) return { ok: true, message: result.data };
  return { ok: false, reason: describeIssues(result.error.issues, 'the message', spell) };
}
