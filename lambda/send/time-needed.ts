import { longestSlotWait } from '../../lib/contract/rate-limit';
import { longestExchange } from '../../lib/notify/connection';
import { longestCall } from '../shared/aws/patience';

/** To give a message to Notify, and to write down what came of it. */
const toPost = longestExchange + longestCall;
/** To wait for the turn of a message first. */
const toTakeTurn = longestSlotWait + toPost;

/**
 * How long each step can take with all that has to follow it, in milliseconds. A step is only begun if its worker lives
 * for so long: of what a worker dies with, nobody knows what became.
 */
export const timeNeeded = {
  toPost,
  toTakeTurn,
  /** To ask Notify for a message that it may have, before all that. */
  toVerify: longestExchange + toTakeTurn,
  /** To ask how many Notify has of a message that was sent again, and to write it down. */
  toCountCopies: longestExchange + longestCall,
} as const;
