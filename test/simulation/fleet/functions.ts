import { createPoller } from '../../../lambda/poll/poll';
import { createScheduledReleaser } from '../../../lambda/release-scheduled/release-scheduled';
import { createReleaser } from '../../../lambda/release/release';
import { createHoldReview } from '../../../lambda/release/review';
import { createLaneAsker } from '../../../lambda/release/ask-lane';
import { createAbandon } from '../../../lambda/send/abandon';
import { createReceiver } from '../../../lambda/send/receive';
import { createSender } from '../../../lambda/send/send';
import { createTextBudget, noBudget } from '../../../lambda/send/text-budget';
import { admitAll, createTextLimits } from '../../../lambda/send/text-limits';
import { NumberLimiter } from '../../../lambda/shared/text-limits/number-limiter';
import { Spending } from '../../../lambda/shared/text-limits/spending';
import type { TextLimitSettings } from '../../../lib/contract/text-limits';
import { CachedHolds } from '../../../lambda/shared/holds/cached-holds';
import type { VirtualClock } from '../../../local/virtual-clock';
import type { Life } from './life';
import type { MemoryAws } from './memory-aws';
import type { Observations } from './observations';
import type { Missing } from './settings';
import { pipelineId, shape } from './shape';
import { breakerWithout, takenToAnswer } from './without';
import type { WayToNotify } from './way-to-notify';

/** What the functions of a fleet work with. */
export interface FunctionParts {
  readonly aws: MemoryAws;
  readonly way: WayToNotify;
  readonly clock: VirtualClock;
  readonly seen: Observations;
  /** Whether callbacks come. */
  readonly callbacks: boolean;
  readonly without: Missing | undefined;
  readonly textLimits?: TextLimitSettings | undefined;
}

/** The send function, as it is from its start to its death. */
export function createWorker(
  { aws, way, clock, seen, without, textLimits }: FunctionParts,
  life: Life,
): ReturnType<typeof createReceiver> {
  const { monitor } = seen;
  const queues = aws.aside(life);
  const rateLimiter = aws.rateLimiterOf(life);
  const store = life.wrap('store', aws.deliveries(), [
    'claim',
    'create',
    'transition',
    'find',
    'annotate',
    'awaitTogether',
  ]);
  const { recordRetentionSeconds, maxFailures } = shape;
  const hashKey = async (): Promise<string> => {
    aws.use('secret');
    return 'the simulator keeps no secret';
  };
  const limiter = new NumberLimiter(aws.numberLogs, clock);
  const textBudget = textLimits
    ? createTextBudget({ settings: textLimits, spending: new Spending(aws.spending, clock), clock, monitor })
    : noBudget;
  const send = createSender({
    store,
    notify: way.sourceFor(life),
    queues,
    scheduler: aws.scheduler(life),
    holds: new CachedHolds(aws.holds(life), clock),
    breaker: breakerWithout(without),
    rateLimiter,
    clock,
    deadline: { remaining: () => 120_000 },
    monitor,
    hashKey,
    textBudget,
    admitText: textLimits ? createTextLimits({ settings: textLimits, limiter, hashKey, clock }) : admitAll,
    pipelineId,
    recordRetentionSeconds,
    maxFailures,
  });
  const abandon = createAbandon({ store, queues, clock, monitor, pipelineId, recordRetentionSeconds });
  const receive = createReceiver({
    send: (record, progress) => send(record, record, progress),
    abandon,
    store,
    readings: aws.readings(life),
    queues,
    rateLimiter,
    clock,
    monitor,
    textBudget,
  });
  return async (event) => {
    for (const { attributes } of event.Records) seen.received(Number(attributes.ApproximateReceiveCount));
    const response = await receive(event);
    return life.step('delete', async () => response);
  };
}

/** One run of the release function. */
export function createRelease({ aws, way, clock, seen, without }: FunctionParts, life: Life): () => Promise<void> {
  const holds = aws.holds(life);
  const { monitor } = seen;
  return createReleaser({
    held: aws.held(life),
    holds,
    review: createHoldReview({ holds, notify: way.sourceFor(life), clock, monitor }),
    askLane:
      without === 'empty messages'
        ? takenToAnswer(holds, clock)
        : createLaneAsker({ holds, notify: way.sourceFor(life), clock, monitor }),
    clock,
    monitor,
    rate: aws.rateLimit.rate,
    within: 45_000,
  });
}

/** One run of the function that releases scheduled messages. */
export function createReleaseScheduled({ aws, clock, seen }: FunctionParts, life: Life): () => Promise<void> {
  return createScheduledReleaser({
    store: aws.scheduled(life),
    checkpoints: aws.released(life),
    queues: aws.due(life),
    holds: aws.holds(life),
    clock,
    monitor: seen.monitor,
    rate: aws.rateLimit.rate,
    within: 48_000,
  });
}

/** One run of the poll function. */
export function createPoll({ aws, way, clock, seen, callbacks }: FunctionParts, life: Life): () => Promise<void> {
  return createPoller({
    store: life.wrap('store', aws.deliveries(), ['transition', 'annotate', 'shorten']),
    checkpoints: aws.progress(life),
    notify: way.sourceFor(life),
    clock,
    monitor: seen.monitor,
    pipelineId,
    callbacks,
    interval: shape.pollIntervalSeconds * 1000,
  });
}
