import { createSqsHeldQueues } from '../../../lambda/shared/aws/sqs-held-queues';
import { createSqsMessageQueues } from '../../../lambda/shared/aws/sqs-queues';
import type { DeliveryStore } from '../../../lambda/shared/deliveries/delivery-store';
import { isInDoubt } from '../../../lambda/shared/holds/circuit';
import type { HoldStore, Stops } from '../../../lambda/shared/holds/hold-store';
import { keyOfScheduled, minuteOf, places } from '../../../lib/contract/scheduled';
import type { CancelStore } from '../../../lib/publisher/cancel';
import { rateLimitSettings } from '../../../lib/contract/rate-limit';
import { LeasedRateLimiter, type RateLimiter } from '../../../lambda/shared/rate-limit/rate-limiter';
import type { PollCheckpointStore } from '../../../lambda/shared/checkpoints/poll-checkpoint';
import type { ReadAttempts } from '../../../lambda/shared/ports';
import { createMessageScheduler } from '../../../lambda/shared/aws/message-scheduler';
import { createSqsDueQueues } from '../../../lambda/shared/aws/sqs-due-queues';
import type { MessageScheduler } from '../../../lambda/shared/ports';
import type { ReleaseCheckpointStore } from '../../../lambda/shared/schedule/release-checkpoint';
import type { ScheduleStore } from '../../../lambda/shared/schedule/schedule-store';
import { MemoryBlobs } from '../../../local/aws/memory-blobs';
import { MemoryReleaseCheckpoint } from '../../fakes/memory-release-checkpoint';
import { MemorySchedule } from '../../fakes/memory-schedule';
import { ChangeStream, streamed } from '../../../local/aws/change-stream';
import { MemoryHoldStore } from '../../fakes/memory-holds';
import { MemoryNumberLogs } from '../../shared/text-limits/memory-number-logs';
import { MemorySpending } from '../../shared/text-limits/memory-spending';
import { MemoryRateLimitStore } from '../../fakes/memory-rate-limit-store';
import { unavailable } from '../../fakes/aws-errors';
import { MemoryReadingMarks } from '../../fakes/memory-reading-marks';
import { MemoryPollCheckpoint } from '../../fakes/memory-poll-checkpoint';
import { createQueues, type MemoryQueues } from '../../../local/aws/memory-queues';
import { memorySqs } from '../../../local/aws/memory-sqs';
import { MemoryDeliveryStore } from '../../fakes/memory-delivery-store';
import type { VirtualClock } from '../../../local/virtual-clock';
import { around } from './around';
import type { Life } from './life';
import type { Observations } from './observations';
import type { FleetSettings, Fragile } from './settings';
import { shape } from './shape';
import { noRateLimiter, withoutPart } from './without';

/** What the functions use of AWS, in memory. It fails when the settings say so, and each use is a step of a life. */
export class MemoryAws {
  readonly store = new MemoryDeliveryStore();
  readonly stream = new ChangeStream();
  readonly schedule = new MemorySchedule();
  readonly queues: MemoryQueues;
  readonly rateLimit = rateLimitSettings(shape.rateLimit, shape.rateShare);

  readonly #settings: FleetSettings;
  readonly #clock: VirtualClock;
  readonly #seen: Observations;
  readonly #holds = new MemoryHoldStore();
  readonly #progress = new MemoryPollCheckpoint();
  readonly #readings = new MemoryReadingMarks();
  readonly #released: MemoryReleaseCheckpoint;
  readonly numberLogs = new MemoryNumberLogs();
  readonly spending = new MemorySpending();
  readonly #ledger = new MemoryRateLimitStore(this.rateLimit);
  readonly #sqs: ReturnType<typeof memorySqs>;

  constructor(settings: FleetSettings, clock: VirtualClock, seen: Observations) {
    this.#settings = settings;
    this.#clock = clock;
    this.#seen = seen;
    this.queues = createQueues({ ...shape, table: {}, scheduledTable: {} }, clock);
    this.#sqs = memorySqs(this.queues);
    // It has run every minute until now. The very first run looks an hour back, which is not what is simulated.
    const now = minuteOf(clock.now());
    this.#released = new MemoryReleaseCheckpoint(Object.fromEntries(places.map((place) => [place, now])));
  }

  /** What is known of lanes in trouble, and what stops messages. */
  get stops(): Stops {
    return this.#holds.stops;
  }

  /** Whether the release function has a lane to ask for. */
  get isInTrouble(): boolean {
    return this.stops.circuits.some((circuit) => circuit.open || isInDoubt(circuit));
  }

  /** Throws if that part is down. */
  use(part: Fragile, operation?: string): void {
    if (this.#settings.fails?.(part, this.#clock.now(), operation)) throw unavailable(`the ${part} is down`);
  }

  async #through<Result>(part: Fragile, operation: string, call: () => Promise<Result>): Promise<Result> {
    this.use(part, operation);
    const result = await call();
    if (this.#settings.losesAnswer?.(part, this.#clock.now(), operation)) throw unavailable(`no answer of the ${part}`);
    return result;
  }

  deliveries(): DeliveryStore {
    const store = withoutPart(this.#settings.without, streamed(this.store, this.stream));
    return this.#inTable(store, ['claim', 'create', 'transition', 'find', 'annotate', 'awaitTogether', 'shorten']);
  }

  holds(life: Life): HoldStore {
    const writes = ['place', 'replace', 'writeCircuit'] as const;
    const counted = around(this.#holds, writes, (_, write) => this.#counted(write));
    return life.wrap('holds', this.#inTable<HoldStore>(counted, ['read', ...writes]), ['read', ...writes]);
  }

  readings(life: Life): ReadAttempts {
    return life.wrap('readings', this.#inTable<ReadAttempts>(this.#readings, ['begin', 'end']), ['begin', 'end']);
  }

  progress(life: Life): PollCheckpointStore {
    return life.wrap('progress', this.#inTable<PollCheckpointStore>(this.#progress, ['read', 'write']), [
      'read',
      'write',
    ]);
  }

  rateLimiterOf(life: Life): RateLimiter {
    if (this.#settings.without === 'rate limit') return noRateLimiter(this.#clock);
    const ledger = life.wrap('rate limit', this.#ledger, ['take', 'slowDown']);
    const counted = around(ledger, ['take'], (_, take) => this.#counted(take));
    return new LeasedRateLimiter(this.#inTable(counted, ['take']), this.rateLimit, this.#clock);
  }

  /** The queues on which a worker puts messages aside. */
  aside(life: Life): ReturnType<typeof createSqsMessageQueues> {
    return createSqsMessageQueues({ send: this.#sendThrough(life) }, this.#sqs.urls, this.#clock);
  }

  held(life: Life): ReturnType<typeof createSqsHeldQueues> {
    return createSqsHeldQueues({ send: this.#sendThrough(life) }, this.#sqs.urls, this.#clock);
  }

  scheduler(life: Life): MessageScheduler {
    const bucket = { bucketName: 'bucket', blobs: new MemoryBlobs(this.#clock) };
    return createMessageScheduler(this.scheduled(life), bucket);
  }

  scheduled(life: Life): ScheduleStore {
    const methods = ['put', 'read', 'delete'] as const;
    return life.wrap('schedule', this.#inTable<ScheduleStore>(this.schedule, methods), methods);
  }

  /** What a canceller works with. */
  canceller(life: Life): CancelStore {
    const deliveries = this.deliveries();
    const store: CancelStore = {
      find: (id) => deliveries.find(id),
      create: (id, change) => {
        const { changed_at } = change;
        return deliveries.create({
          ...change,
          id,
          type: 'unknown',
          attempts: 0,
          created_at: changed_at,
          ttl: Infinity,
        });
      },
      cancel: (id, change, { state, changed_at }) => deliveries.transition(id, change, { state, changed_at }),
      unschedule: (id, slot) => this.schedule.delete([keyOfScheduled(id, slot)]),
    };
    return life.wrap('canceller', store, ['find', 'create', 'cancel', 'unschedule']);
  }

  released(life: Life): ReleaseCheckpointStore {
    const methods = ['read', 'write'] as const;
    return life.wrap('released', this.#inTable<ReleaseCheckpointStore>(this.#released, methods), methods);
  }

  due(life: Life): ReturnType<typeof createSqsDueQueues> {
    return createSqsDueQueues({ send: this.#sendThrough(life) }, this.#sqs.urls, this.#clock, this.#seen.monitor);
  }

  #sendThrough(life: Life) {
    const sqs = this.#sqs.sqs as { send: (command: never) => Promise<unknown> };
    return (command: object) => {
      const { name } = command.constructor;
      return life.step(`sqs ${name}`, () =>
        this.#through('queue', name, () => sqs.send(command as never)),
      ) as Promise<never>;
    };
  }

  #inTable<Port extends object>(port: Port, methods: readonly (keyof Port & string)[]): Port {
    return around(port, methods, (method, call) => this.#through('table', method, call));
  }

  #counted(write: () => Promise<unknown>): Promise<unknown> {
    this.#seen.stateWrites += 1;
    return write();
  }
}
