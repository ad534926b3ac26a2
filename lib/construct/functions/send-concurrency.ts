import { Token, Tokenization } from 'aws-cdk-lib';
import { rateLimitSettings, longestSlotWait } from '../../contract/rate-limit';

export interface Rate {
  /** Requests a minute that Notify allows. */
  readonly rateLimit: number;
  /** The part of them that is this pipeline's. */
  readonly rateShare: number;
}

/** The rate that the props ask for. */
export const rateOf = ({ rateLimit = 3000, rateShare = 1 }: Partial<Rate>): Rate => ({ rateLimit, rateShare });

/** What Notify allows the pipeline in a minute, for a formula: the deployment alone may know it. */
export const callsPerMinute = ({ rateLimit, rateShare }: Rate): string =>
  [rateLimit, rateShare].map((number) => Tokenization.stringifyNumber(number)).join(' * ');

/** How a function takes messages from its queue. */
export interface Batches {
  /** Messages in a batch. */
  readonly size: number;
  /** Batches at the same time. */
  readonly maxConcurrency: number;
  /** For so long SQS may gather messages for a batch, in seconds. It has to where a batch is of more than 10. */
  readonly window: number;
}

/** How many messages the send functions may have in hand at the same time. */
export interface SendConcurrency {
  readonly queue: Batches;
  readonly urgentQueue: Batches;
}

/** No batch takes more tokens than the rate limiter gives at once: letters take two each. */
const largestBatch = 50;
/** Urgent messages come alone or in bursts: many small batches take a burst fastest, and cost nothing in between. */
const largestUrgentBatch = 10;
/** SQS gathers more than this for a batch only if it is given a window. */
const withoutWindow = 10;
/** What the queue has in flight is sent in about so many seconds, and in twice as many if it is letters. */
const queueTakes = 2;
/** A batch of urgent messages is sent in about so many seconds … */
const urgentBatchTakes = 2;
/** … and all that is urgent and in flight in about so many. */
const urgentTakes = 5;
/** SQS event sources take no fewer batches at a time. */
const leastConcurrency = 2;
const mostUrgentConcurrency = 10;
/** Notify's usual rate, in tokens a second: taken for one that only the deployment knows. */
const usual = rateLimitSettings(3000, 1).rate;

/**
 * As many messages as get their turn soon: those that would wait for long are put back, which costs more than leaving
 * them on the queue.
 *
 * While a mailing drains, every function that runs is paid until its batch had its turns. So the seconds that are paid for a
 * message are the number of functions divided by the rate, whatever the batches are: few functions with large batches cost least.
 */
export function sendConcurrencyFor(
  rate: Rate,
  given: { readonly maxConcurrency?: number | undefined; readonly urgentMaxConcurrency?: number | undefined } = {},
): SendConcurrency {
  const perSecond = tokensPerSecond(rate);
  const size = between(1, perSecond, largestBatch);
  const urgentSize = between(1, perSecond * urgentBatchTakes, largestUrgentBatch);
  const urgent = between(leastConcurrency, (perSecond * urgentTakes) / urgentSize, mostUrgentConcurrency);
  return {
    queue: {
      size,
      maxConcurrency:
        given.maxConcurrency ?? Math.max(leastConcurrency, Math.ceil((perSecond * queueTakes) / largestBatch)),
      window: size > withoutWindow ? 1 : 0,
    },
    urgentQueue: { size: urgentSize, maxConcurrency: given.urgentMaxConcurrency ?? urgent, window: 0 },
  };
}

/** What is wrong and what to do, when more is in flight than is sent before a message goes back to its queue. */
export function excessiveConcurrency({ queue, urgentQueue }: SendConcurrency, rate: Rate): string | undefined {
  if (Token.isUnresolved(queue.maxConcurrency) || Token.isUnresolved(urgentQueue.maxConcurrency)) return undefined;
  if (isKnownLater(rate)) return undefined;
  const perSecond = tokensPerSecond(rate);
  const longest = longestSlotWait / 1000;
  const inFlight = inFlightOf(queue) + inFlightOf(urgentQueue);
  if (inFlight <= perSecond * longest) return undefined;

  const most = Math.floor(perSecond * longest);
  const remedy =
    most < leastConcurrency * (queue.size + urgentQueue.size)
      ? 'even the lowest concurrency of SQS event sources is too high, so raise rateLimit or rateShare if Notify allows more'
      : `leave out maxConcurrency and urgentMaxConcurrency, or lower them to ${most} messages or fewer. Or raise rateLimit or rateShare if Notify allows more`;
  return (
    `the send functions read up to ${inFlight} messages at a time (maxConcurrency ${described(queue)}, urgentMaxConcurrency ${described(urgentQueue)}), ` +
    `but rateLimit ${rate.rateLimit} and rateShare ${rate.rateShare} need ${Math.round(inFlight / perSecond)} seconds to send them. ` +
    `A message that would wait for more than ${longest} seconds goes back to its queue, which costs writes and requests: ${remedy}`
  );
}

const inFlightOf = ({ size, maxConcurrency }: Batches): number => size * maxConcurrency;

const described = ({ size, maxConcurrency }: Batches): string => `${maxConcurrency} in batches of ${size}`;

const isKnownLater = ({ rateLimit, rateShare }: Rate): boolean =>
  Token.isUnresolved(rateLimit) || Token.isUnresolved(rateShare);

const tokensPerSecond = (rate: Rate): number =>
  isKnownLater(rate) ? usual : rateLimitSettings(rate.rateLimit, rate.rateShare).rate;

const between = (least: number, value: number, most: number): number =>
  Math.min(most, Math.max(least, Math.floor(value)));
