import { deflateRawSync, inflateRawSync } from 'node:zlib';

/** A body as it is kept in the table: as it is, or deflated. */
export type PackedBody = string | Uint8Array;

/** What DynamoDB counts as one unit of writing, in bytes. */
const unit = 1024;
/** About what an item holds beside its body, in bytes. */
const besideBody = 260;
/** More than this is cheaper in the bucket, in bytes. */
export const mostInTable = 4 * unit - besideBody;

const unitsFor = (bytes: number): number => Math.ceil((bytes + besideBody) / unit);

/** Deflates a body where that saves a unit of writing. `undefined`: it is too big for the table all the same. */
export function pack(body: string): PackedBody | undefined {
  const bytes = Buffer.byteLength(body);
  if (unitsFor(bytes) === 1) return body;
  const deflated = deflateRawSync(body);
  const [packed, size] =
    unitsFor(deflated.byteLength) < unitsFor(bytes) ? [deflated, deflated.byteLength] : [body, bytes];
  return size <= mostInTable ? packed : undefined;
}

/** Whether a body is small enough for the table, deflated or not. */
export const isForTable = (body: string): boolean => Buffer.byteLength(body) <= mostInTable || pack(body) !== undefined;

export const unpack = (packed: PackedBody): string =>
  typeof packed === 'string' ? packed : inflateRawSync(packed).toString();
