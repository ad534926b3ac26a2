import { createSqsHeldQueues } from '../../../lambda/shared/aws/sqs-held-queues';
import { createSqsQueues } from '../../../lambda/shared/aws/sqs-queues';
import type { DeliveryStore } from '../../../lambda/shared/deliveries/delivery-store';
import type { HoldStore } from '../../../lambda/shared/holds/cached-holds';
import { paceSettings } from '../../../lambda/shared/rate-limit/token-bucket';
import { LeasedPace, type Pace } from '../../../lambda/shared/rate-limit/rate-limiter';
import type { ProgressStore } from '../../../lambda/shared/checkpoints/poll-checkpoint';
import { ChangeStream, streamed } from '../../../local/aws/change-stream';
import { MemoryHoldStore } from '../../fakes/memory-holds';
import { MemoryPaceLedger } from '../../fakes/memory-rate-limit-store';
import { MemoryProgressStore } from '../../fakes/memory-poll-checkpoint';
import { createQueues, type MemoryQueues } from '../../../local/aws/memory-queues';
import { memorySqs } from '../../../local/aws/memory-sqs';
import { MemoryDeliveryStore } from '../../fakes/memory-delivery-store';
import type { VirtualClock } from '../../../local/virtual-clock';
import { around } from './around';
import type { Life } from './life';
import type { Observations } from './observations';
import type { FleetSettings, Fragile } from './settings';
import { shape } from './shape';
import { noPace, withoutPart } from './without';

/** What the functions use of AWS, in memory. It fails when the settings say so, and each use is a step of a life. */
export class MemoryAws {
  readonly store = new MemoryDeliveryStore();
  readonly stream = new ChangeStream();
  readonly queues: MemoryQueues;
  readonly pace = paceSettings(shape.rateLimit, shape.rateShare);

  readonly #settings: FleetSettings;
  readonly #clock: VirtualClock;
  readonly #seen: Observations;
  readonly #holds = new MemoryHoldStore();
  readonly #progress = new MemoryProgressStore();
  readonly #ledger = new MemoryPaceLedger(this.pace);
  readonly #sqs: ReturnType<typeof memorySqs>;

  constructor(settings: FleetSettings, clock: VirtualClock, seen: Observations) {
    this.#settings = settings;
    this.#clock = clock;
    this.#seen = seen;
    this.queues = createQueues({ ...shape, table: {} }, clock);
    this.#sqs = memorySqs(this.queues);
  }

  /** Throws if that part is down. */
  use(part: Fragile): void {
    if (this.#settings.fails?.(part, this.#clock.now())) throw new Error(`the ${part} is down`);
  }

  deliveries(): DeliveryStore {
    const store = withoutPart(this.#settings.without, streamed(this.store, this.stream));
    return this.#inTable(store, ['claim', 'create', 'advance', 'find', 'amend']);
  }

  holds(life: Life): HoldStore {
    const counted = around(this.#holds, ['place'], (_, place) => this.#counted(place));
    return life.wrap('holds', this.#inTable<HoldStore>(counted, ['all', 'place', 'replace']), [
      'all',
      'place',
      'replace',
    ]);
  }

  progress(life: Life): ProgressStore {
    return life.wrap('progress', this.#inTable<ProgressStore>(this.#progress, ['read', 'write']), ['read', 'write']);
  }

  paceOf(life: Life): Pace {
    if (this.#settings.without === 'pace') return noPace(this.#clock);
    const ledger = life.wrap('pace', this.#ledger, ['take', 'cut']);
    const counted = around(ledger, ['take'], (_, take) => this.#counted(take));
    return new LeasedPace(this.#inTable(counted, ['take']), this.pace, this.#clock);
  }

  /** The queues on which a worker puts messages aside. */
  aside(life: Life): ReturnType<typeof createSqsQueues> {
    return createSqsQueues({ send: this.#sendThrough(life) }, this.#sqs.urls, this.#clock);
  }

  held(life: Life): ReturnType<typeof createSqsHeldQueues> {
    return createSqsHeldQueues({ send: this.#sendThrough(life) }, this.#sqs.urls, this.#clock);
  }

  #sendThrough(life: Life) {
    const sqs = this.#sqs.sqs as { send: (command: never) => Promise<unknown> };
    return (command: object) =>
      life.step(`sqs ${command.constructor.name}`, () => sqs.send(command as never)) as Promise<never>;
  }

  #inTable<Port extends object>(port: Port, methods: readonly (keyof Port & string)[]): Port {
    return around(port, methods, async (_, call) => {
      this.use('table');
      return call();
    });
  }

  #counted(write: () => Promise<unknown>): Promise<unknown> {
    this.#seen.stateWrites += 1;
    return write();
  }
}
