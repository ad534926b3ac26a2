import { createHmac, type Hmac } from 'node:crypto';

/** Half of a SHA-256 is far more than enough, and keeps the item small. */
export const halfOf = (hash: Hmac): string => hash.digest().subarray(0, 16).toString('base64url');

/** Stands for a recipient, folded, in the record: only somebody with the address and the pipeline's key can find it. */
export const recipientHash = (recipient: string, key: string): string =>
  halfOf(createHmac('sha256', key).update(recipient));

/** The texts to a number are counted all together, or the urgent ones apart. */
export const textLogs = ['all', 'urgent'] as const;

/**
 * Stands for a number in the table, with when texts went to it. The number cannot be found from it without the pipeline's key.
 * @param number E.164 without the plus
 */
export const textLogKey = (number: string, key: string, counted: (typeof textLogs)[number]): string =>
  halfOf(createHmac('sha256', key).update(`texts ${counted} ${number}`));
