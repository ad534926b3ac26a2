/** How messages that are too big for SQS travel through the pipeline's bucket. */
export const payloads = {
  /** Where the publisher puts them. The rest of the bucket is for others, such as the PDFs of letters. */
  prefix: 'payloads/',
  /** How long one is kept that nobody has deleted, in days from when the pipeline last had to do with it. */
  keptForDays: 30,
  /** The largest that the pipeline reads, in bytes: five files of 2 MiB in base64, and then some. */
  mostBytes: 16 * 1024 * 1024,
  /** What SQS takes in one message with its attributes, and in all messages of a batch, in bytes. */
  mostOnQueue: 1024 * 1024,
} as const;

/** A UUID in the wildcards of an IAM policy, where `?` is any one character. */
export const anyUuid = [8, 4, 4, 4, 12].map((length) => '?'.repeat(length)).join('-');

/**
 * The keys that a payload can have, for policies: a UUID under the prefix, or at the root of the bucket, where the
 * extended clients for Java and Python put theirs by default.
 */
export const payloadKeys: readonly string[] = [`${payloads.prefix}${anyUuid}`, anyUuid];

const payloadKey = new RegExp(`^(?:${payloads.prefix})?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$`);

/** Whether a payload can have this key: the same as in policies, by the letter. */
export const isPayloadKey = (key: string): boolean => payloadKey.test(key);
