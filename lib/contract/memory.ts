import { payloads } from './payloads';

/** The least memory of a function that sends, in megabytes: what one message of the largest size needs. */
export const leastSendMemory = 512;

/** What a function takes with nothing but small messages in hand, and some to spare, in bytes. */
const itself = 300 * 1024 * 1024;
/** A message takes so many times its size while it is sent (`npm run bench:lambda-seconds -- memory`). */
const timesItsSize = 12;

/**
 * How much of messages from the bucket a function of so many megabytes may have in hand, in bytes: at least one of the
 * largest size.
 */
export const payloadsInHand = (megabytes: number): number =>
  Math.max(payloads.mostBytes, Math.floor((megabytes * 1024 * 1024 - itself) / timesItsSize));
