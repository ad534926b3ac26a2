import { Token } from 'aws-cdk-lib';
import { rateLimitSettings, longestSlotWait } from '../../contract/rate-limit';

export interface Rate {
  /** Requests a minute that Notify allows. */
  readonly rateLimit: number;
  /** The part of them that is this pipeline's. */
  readonly rateShare: number;
}

/** The rate that the props ask for. */
export const rateOf = ({ rateLimit = 3000, rateShare = 1 }: Partial<Rate>): Rate => ({ rateLimit, rateShare });

/** How many messages the send function may have in hand at the same time. */
export interface SendConcurrency {
  /** Messages in a batch, from either queue. */
  readonly batchSize: number;
  /** Batches from the queue. */
  readonly maxConcurrency: number;
  /** Batches from the urgent queue. */
  readonly urgentMaxConcurrency: number;
}

/** A batch is sent in about so many seconds. */
const batchTakes = 2;
/** What both queues have in flight is sent in about so many seconds, and in twice as many if it is letters. */
const allTakes = 10;
/** SQS event sources take no fewer batches at a time. */
const leastConcurrency = 2;

/**
 * As many messages as get their turn soon: those that would wait for long are put back, which costs more than leaving
 * them on the queue. A rate that only the deployment knows is taken to be a high one.
 */
export function sendConcurrencyFor(
  rate: Rate,
  given: Partial<Omit<SendConcurrency, 'batchSize'>> = {},
): SendConcurrency {
  const perSecond = tokensPerSecond(rate);
  const batchSize = between(1, perSecond * batchTakes, 10);
  const concurrency = between(leastConcurrency, (perSecond * allTakes) / (2 * batchSize), 10);
  return {
    batchSize,
    maxConcurrency: given.maxConcurrency ?? concurrency,
    urgentMaxConcurrency: given.urgentMaxConcurrency ?? concurrency,
  };
}

/** What is wrong and what to do, when more is in flight than is sent before a message goes back to its queue. */
export function excessiveConcurrency(
  { batchSize, maxConcurrency, urgentMaxConcurrency }: SendConcurrency,
  rate: Rate,
): string | undefined {
  if (Token.isUnresolved(maxConcurrency) || Token.isUnresolved(urgentMaxConcurrency)) return undefined;
  const perSecond = tokensPerSecond(rate);
  const longest = longestSlotWait / 1000;
  const inFlight = (maxConcurrency + urgentMaxConcurrency) * batchSize;
  if (inFlight <= perSecond * longest) return undefined;

  const most = Math.floor((perSecond * longest) / batchSize);
  const remedy =
    most < 2 * leastConcurrency
      ? 'even the fewest that SQS event sources take are too many, so raise rateLimit or rateShare if Notify allows more'
      : `leave maxConcurrency and urgentMaxConcurrency out, or give them a sum of ${most} or less, or raise rateLimit or rateShare if Notify allows more`;
  return (
    `the send function takes up to ${inFlight} messages at a time (maxConcurrency ${maxConcurrency} and urgentMaxConcurrency ${urgentMaxConcurrency}, in batches of ${batchSize}), ` +
    `which rateLimit ${rate.rateLimit} and rateShare ${rate.rateShare} let it send in ${Math.round(inFlight / perSecond)} seconds: ` +
    `what would wait for longer than ${longest} seconds is put back, and each time costs writes and requests; ${remedy}`
  );
}

function tokensPerSecond({ rateLimit, rateShare }: Rate): number {
  const later = Token.isUnresolved(rateLimit) || Token.isUnresolved(rateShare);
  return later ? Infinity : rateLimitSettings(rateLimit, rateShare).rate;
}

const between = (least: number, value: number, most: number): number =>
  Math.min(most, Math.max(least, Math.floor(value)));
