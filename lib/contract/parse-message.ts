import { textBeyondBounds, valueBeyondBounds } from './bounds';
import { describeIssues } from './describe-issues';
import { describeEnvelope } from './envelopes';
import { queueMessageSchema, type QueueMessage } from './message';

export type ParsedMessage = { ok: true; message: QueueMessage } | { ok: false; reason: string };

const refused = (reason: string): ParsedMessage => ({ ok: false, reason });

/** Reads a queue message from its JSON. A reason names the fields that are wrong and never shows their values. */
export function parseQueueMessage(body: string): ParsedMessage {
  const beyond = textBeyondBounds(body);
  if (beyond) return refused(`the message ${beyond}`);
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return refused('the message is not JSON; put one JSON object on the queue');
  }
  const envelope = describeEnvelope(json);
  if (envelope !== undefined) return refused(envelope);
  const lost = ['personalisation', 'metadata'].find((field) => holdsProto(Object(json)[field]));
  return lost === undefined ? checkQueueMessage(json) : refused(`${lost} must not hold the name __proto__`);
}

/** The schema leaves this name out without a word, so what it stands for would not be sent. */
const holdsProto = (named: unknown): boolean => Object.hasOwn(Object(named) as object, '__proto__');

/** Checks a queue message that is already an object. `spell` says a field's name as the writer of the message knows it. */
export function checkQueueMessage(value: unknown, spell?: (field: string) => string): ParsedMessage {
  const beyond = valueBeyondBounds(value);
  if (beyond) return refused(`the message ${beyond}`);
  const result = queueMessageSchema.safeParse(value, { reportInput: true });
  return result.success
    ? { ok: true, message: result.data }
    : refused(describeIssues(result.error.issues, 'the message', spell));
}
