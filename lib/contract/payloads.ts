/** How messages that are too big for SQS travel through the pipeline's bucket. */
export const payloads = {
  /** Where the publisher puts them. The rest of the bucket is for others: the letters' PDFs are under `letters/`. */
  prefix: 'payloads/',
  /** How long one is kept that nobody has deleted, in days from when the pipeline last had to do with it. */
  keptForDays: 30,
} as const;

/** A UUID in the wildcards of an IAM policy, where `?` is any one character. */
const anyUuid = [8, 4, 4, 4, 12].map((length) => '?'.repeat(length)).join('-');

/**
 * The keys that a payload can have, for policies: a UUID under the prefix, or at the root of the bucket, where the
 * extended clients for Java and Python put theirs unless they are told otherwise.
 */
export const payloadKeys: readonly string[] = [`${payloads.prefix}${anyUuid}`, anyUuid];
