import { createHash } from 'node:crypto';

/** Ours alone, so that no other UUIDv5 of the same words is the same. */
const namespace = '7d4d8e2e-5d0c-4a57-9f0e-6a1b1f6f3a52';

/** By Node alone, because every function and publisher carries it. @see https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-5 */
function uuidv5(name: string, within: string): string {
  const hash = createHash('sha1')
    .update(Buffer.from(within.replaceAll('-', ''), 'hex'))
    .update(name)
    .digest();
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x50, 6);
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = hash.toString('hex', 0, 16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** The latest pipeline's own namespace. A process serves one pipeline, and its UUID need not be made for every message. */
let latest: { readonly pipelineId: string; readonly uuid: string } | undefined;

function namespaceOf(pipelineId: string): string {
  if (latest?.pipelineId !== pipelineId) latest = { pipelineId, uuid: uuidv5(pipelineId, namespace) };
  return latest.uuid;
}

/**
 * The delivery's id: the same pipeline and idempotency key always give the same one. Each sender has keys of its own, and
 * those of a message without one are apart from all of them.
 */
export function deliveryId(pipelineId: string, idempotencyKey: string, sender?: string): string {
  const ofPipeline = namespaceOf(pipelineId);
  return uuidv5(idempotencyKey, sender === undefined ? ofPipeline : uuidv5(`sender ${sender}`, ofPipeline));
}

/** An event's id to dedupe on: the same change of state always has the same one. */
export function eventId(delivery: string, change: string): string {
  return uuidv5(change, delivery);
}

export interface NotifyReference {
  readonly pipelineId: string;
  readonly deliveryId: string;
  /** What the caller gave, if anything. */
  readonly reference?: string;
}

/**
 * The reference that Notify is given. It is unique, so Notify can be asked whether it has the message, and it leads a
 * receipt straight to the pipeline and the delivery that it is for.
 */
export function formatReference({ reference, pipelineId, deliveryId: id }: NotifyReference): string {
  return [...(reference === undefined ? [] : [reference]), pipelineId, id].join('/');
}

const referencePattern =
  /^(?:(?<reference>[^]*)\/)?(?<pipelineId>[^/]+)\/(?<deliveryId>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** Reads a reference that Notify gives back. `undefined` when no pipeline of ours made it. */
export function parseReference(text: string | null | undefined): NotifyReference | undefined {
  const groups = referencePattern.exec(text ?? '')?.groups;
  if (!groups) return undefined;
  const { reference, pipelineId = '', deliveryId: id = '' } = groups;
  return { pipelineId, deliveryId: id, ...(reference === undefined ? {} : { reference }) };
}
