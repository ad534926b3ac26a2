import { createPoller } from '../../../lambda/poll/poll';
import { createReleaser } from '../../../lambda/release/release';
import { createHoldReview } from '../../../lambda/release/review';
import { createLaneAsker } from '../../../lambda/release/ask-lane';
import { createAbandon } from '../../../lambda/send/abandon';
import { createReceiver } from '../../../lambda/send/receive';
import { createSender } from '../../../lambda/send/send';
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
}

/** The send function, as it is from its start to its death. */
export function createWorker(
  { aws, way, clock, seen, without }: FunctionParts,
  life: Life,
): ReturnType<typeof createReceiver> {
  const { monitor } = seen;
  const queues = aws.aside(life);
  const rateLimiter = aws.rateLimiterOf(life);
  const store = life.wrap('store', aws.deliveries(), ['claim', 'create', 'transition', 'find']);
  const { recordRetentionSeconds, maxFailures } = shape;
  const send = createSender({
    store,
    notify: way.sourceFor(life),
    queues,
    holds: new CachedHolds(aws.holds(life), clock),
    breaker: breakerWithout(without),
    rateLimiter,
    clock,
    deadline: { remaining: () => 120_000 },
    monitor,
    hashKey: async () => {
      aws.use('secret');
      return 'the simulator keeps no secret';
    },
    pipelineId,
    recordRetentionSeconds,
    maxFailures,
  });
  const abandon = createAbandon({ store, queues, clock, monitor, pipelineId, recordRetentionSeconds });
  const receive = createReceiver({
    send: (record, { onRecorded }) => send(record, record, onRecorded),
    abandon,
    readings: aws.readings(life),
    queues,
    rateLimiter,
    clock,
    monitor,
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
    room: Math.ceil(aws.rateLimit.rate * 60),
    within: 45_000,
  });
}

/** One run of the poll function. */
export function createPoll({ aws, way, clock, seen, callbacks }: FunctionParts, life: Life): () => Promise<void> {
  return createPoller({
    store: life.wrap('store', aws.deliveries(), ['transition', 'annotate']),
    checkpoints: aws.progress(life),
    notify: way.sourceFor(life),
    clock,
    monitor: seen.monitor,
    pipelineId,
    callbacks,
    interval: shape.pollIntervalSeconds * 1000,
  });
}
