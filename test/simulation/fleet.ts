import { createAnnouncer } from '../../lambda/announce/announce';
import { createEventTeller } from '../../lambda/announce/tell';
import { createPoller } from '../../lambda/poll/poll';
import type { EventBus, Monitor, Notify } from '../../lambda/ports';
import { createReleaser } from '../../lambda/release/release';
import { createReview } from '../../lambda/release/review';
import { createSqsHeldQueues } from '../../lambda/release/sqs-held-queues';
import { createReceiver } from '../../lambda/send/receive';
import { createSender } from '../../lambda/send/send';
import { createSqsQueues } from '../../lambda/send/sqs-queues';
import { createNotifySource } from '../../lambda/wiring/notify-source';
import type { DeliveryEvent } from '../../lib/contract/events/delivery';
import { deliveryId } from '../../lib/contract/identity';
import { channels, type Channel } from '../../lib/contract/message';
import type { MetricName } from '../../lib/contract/metrics';
import type { DeliveryStore } from '../../lib/deliveries/store';
import { HoldBoard, type HoldStore } from '../../lib/holds/board';
import { Breaker } from '../../lib/holds/breaker';
import type { Transport } from '../../lib/notify/transport';
import { paceSettings } from '../../lib/pace/bucket';
import type { PaceLedger } from '../../lib/pace/ledger';
import { LeasedPace, type Pace } from '../../lib/pace/pace';
import type { ProgressStore } from '../../lib/progress/progress';
import { apiKey, defaultWorld, NotifyStandIn, type World } from '../../lib/testing';
import { ChangeStream, streamed } from '../../local/aws/change-stream';
import { EventSource } from '../../local/aws/event-source';
import { MemoryHoldStore } from '../../local/aws/memory-holds';
import { MemoryPaceLedger } from '../../local/aws/memory-pace';
import { MemoryProgressStore } from '../../local/aws/memory-progress';
import type { MemoryQueue } from '../../local/aws/memory-queue';
import { createQueues } from '../../local/aws/memory-queues';
import { memorySqs } from '../../local/aws/memory-sqs';
import { MemoryDeliveryStore } from '../../local/aws/memory-store';
import { Schedule } from '../../local/schedule';
import type { PipelineShape, QueueShape } from '../../local/template';
import { VirtualClock } from '../../local/virtual-clock';
import { callbackSender, type CallbackTerms, type ReceiptTaker } from './callbacks';
import { Life, type Death } from './mortal';

export const pipelineId = 'simulated';

/** Parts of the design that can be taken out, to see that the simulator notices. */
export type Missing = 'lease' | 'look-up' | 'conditional write' | 'pace';

/** Something of ours that fails from time to time. */
export type Fragile = 'table' | 'bus' | 'secret';

export interface FleetSettings {
  readonly workers: number;
  readonly world?: World;
  /** Deaths of workers, in the order in which workers come into being. */
  readonly deaths?: readonly (Death | undefined)[];
  /** Where the release function dies, run by run. */
  readonly releaseDeaths?: readonly Death[];
  /** Where the poll function dies, run by run. */
  readonly pollDeaths?: readonly (Death | undefined)[];
  /** Where the announcer dies, event by event that it puts on the bus. */
  readonly announceDeaths?: readonly Death[];
  /** Whether a part fails at this moment. */
  readonly fails?: (part: Fragile, now: number) => boolean;
  readonly without?: Missing | undefined;
  /** Milliseconds that Notify takes for an answer. */
  readonly latency?: number;
  /** Whether statuses are polled. */
  readonly polls?: boolean;
  /** Notify calls back when it knows what became of a message, and that is what becomes of the callbacks. */
  readonly callbacks?: CallbackTerms;
  /** Makes what takes receipts in. Without it all of them are lost. */
  readonly receipts?: (parts: ReceiptParts) => ReceiptTaker;
  readonly start?: number;
  /** A drain of a million has no use for them. */
  readonly remembersEvents?: boolean;
}

/** What a function that takes receipts in works with. */
export interface ReceiptParts {
  readonly store: DeliveryStore;
  readonly clock: VirtualClock;
  readonly monitor: Monitor;
  readonly pipelineId: string;
}

const queue = (name: string, maxReceiveCount?: number): QueueShape => ({
  name,
  visibilityTimeoutSeconds: 720,
  retentionSeconds: 1_209_600,
  ...(maxReceiveCount === undefined ? {} : { maxReceiveCount }),
});

const held = (name: string): QueueShape => ({ ...queue(name), visibilityTimeoutSeconds: 120 });

/** The shape that the construct gives the pipeline; a test holds the two together. */
export const shape: Omit<PipelineShape, 'table'> = {
  queue: queue('queue', 100),
  urgentQueue: queue('urgent', 100),
  heldQueues: {
    email: held('held-email'),
    sms: held('held-sms'),
    international_sms: held('held-international-sms'),
    letter: held('held-letter'),
    later: held('held-later'),
    urgent: held('held-urgent'),
  },
  deadLetterQueue: queue('dead-letters'),
  batchSize: 10,
  maxConcurrency: 1,
  pollIntervalSeconds: 60,
  recordRetentionSeconds: 90 * 86_400,
  rateLimit: 3000,
  rateShare: 1,
  maxFailures: 10,
};

/** A pipeline with several workers on one virtual clock, in front of a stand-in for Notify. */
export class Fleet {
  readonly clock: VirtualClock;
  readonly standIn: NotifyStandIn;
  readonly store = new MemoryDeliveryStore();
  readonly holds = new MemoryHoldStore();
  readonly progress = new MemoryProgressStore();
  readonly events: DeliveryEvent[] = [];
  readonly counts = new Map<MetricName, number>();
  readonly queues: ReturnType<typeof createQueues>;
  /** The most often that any message was received. */
  mostReceives = 0;
  /** The longest that a text message waited from its publishing until Notify had it, in milliseconds. */
  slowestText = 0;
  /** Writes of the pace and of holds. */
  stateWrites = 0;
  /** What every worker so far has done, step by step. */
  readonly lives: Life[] = [];
  /** What every run of the release function has done. */
  readonly releases: Life[] = [];
  /** What every run of the poll function has done. */
  readonly polls: Life[] = [];
  /** The key that the secret holds. */
  key: string;

  readonly #settings: FleetSettings;
  readonly #stream = new ChangeStream();
  readonly #ledger: PaceLedger;
  readonly #sqs: ReturnType<typeof memorySqs>;
  readonly #schedule: Schedule;
  readonly #announce: ReturnType<typeof createAnnouncer>;
  readonly #scheduled = new Set<Promise<void>>();
  #staff: { readonly life: Life; readonly sources: readonly EventSource[] }[] = [];
  #retryStreamAt = 0;
  #announcements = 0;
  readonly #publishedAt = new Map<string, number>();
  /** Requests that are being made ready. */
  #signing = 0;
  /** Calls of Notify. */
  #requests = 0;
  readonly #clients = new Map<Notify, Notify>();
  readonly #unwatched = new Map<Notify, Notify>();

  constructor(settings: FleetSettings) {
    this.#settings = settings;
    this.clock = new VirtualClock(settings.start ?? Date.parse('2026-03-02T09:00:00Z'));
    const world = withCallbacks(settings.world ?? defaultWorld(), settings.callbacks);
    this.standIn = new NotifyStandIn({ world, clock: this.clock, ...this.#callbackSender(settings) });
    this.key = apiKey(world, 'live');
    this.queues = createQueues({ ...shape, table: {} }, this.clock);
    this.#sqs = memorySqs(this.queues);
    this.#ledger = new MemoryPaceLedger(this.pace);
    this.#announce = createAnnouncer({
      consequences: [createEventTeller({ bus: this.#bus, monitor: this.#monitor, pipelineId })],
      monitor: this.#monitor,
    });
    this.#schedule = new Schedule(shape.pollIntervalSeconds * 1000, {
      poll: () => (settings.polls === false ? Promise.resolve() : this.#poll()),
      release: () => this.#release(),
    });
    for (let worker = 0; worker < settings.workers; worker += 1) this.#hire();
  }

  readonly pace = paceSettings(shape.rateLimit, shape.rateShare);

  publish(message: object, { urgent = false, groupId }: { urgent?: boolean; groupId?: string } = {}): string {
    const { idempotency_key: key, type } = message as { idempotency_key?: string; type?: string };
    if (key !== undefined && type === 'sms') this.#publishedAt.set(deliveryId(pipelineId, key), this.clock.now());
    return (urgent ? this.queues.urgentQueue : this.queues.queue).send(JSON.stringify(message), {}, { groupId });
  }

  /** Does something when so many milliseconds have passed. */
  afterwards(milliseconds: number, effect: () => void): void {
    void this.clock.sleep(milliseconds).then(effect);
  }

  count(metric: MetricName): number {
    return this.counts.get(metric) ?? 0;
  }

  /** Lets time pass until nothing is left to do, or until then. Answers whether nothing is left. */
  async run(until = Infinity): Promise<boolean> {
    for (;;) {
      await this.#settle();
      const next = this.#next();
      if (next === Infinity) return true;
      if (next > until) {
        this.clock.advanceTo(until);
        return false;
      }
      this.clock.advanceTo(next);
      const run = this.#schedule.run(this.clock.now()).finally(() => this.#scheduled.delete(run));
      this.#scheduled.add(run);
    }
  }

  /** Everything that can happen without time passing. All of it is microtasks, so one turn of the loop is enough. */
  async #settle(): Promise<void> {
    for (let before = -1; before !== this.#progress();) {
      before = this.#progress();
      for (const { sources } of this.#staff) for (const source of sources) source.start();
      if (this.#settings.callbacks) await this.standIn.settle();
      for (let turns = 0; turns === 0 || this.#signing > 0; turns += 1) {
        // Outside Jest a module that is loaded already is looked up on another thread, which takes real time.
        if (turns > 1_000_000) throw new Error('a request was made ready, and never sent');
        await new Promise((resolve) => setImmediate(resolve));
      }
      if (this.#stream.size > 0 && this.clock.now() >= this.#retryStreamAt) await this.#stream.drain(this.#announce);
    }
  }

  #progress(): number {
    const runs = this.releases.length + this.polls.length;
    const lives = [...this.lives, ...this.releases.slice(-1), ...this.polls.slice(-1)];
    const steps = lives.reduce((sum, { taken }) => sum + taken, runs);
    return steps + this.events.length + this.#stream.size + this.#requests;
  }

  #next(): number {
    const { queue: usual, urgentQueue, heldQueues } = this.queues;
    const busy = this.#scheduled.size > 0;
    const pending = { awaited: this.#awaited(), heldFrom: earliest(Object.values(heldQueues)) };
    return Math.min(
      this.clock.nextAlarm ?? Infinity,
      // A worker that is busy takes its next batch when it has ended, which is no moment of its own.
      ...[usual, urgentQueue].map((waiting) => later(waiting.nextVisibleAt, this.clock.now())),
      busy ? Infinity : this.#schedule.next(this.clock.now(), pending),
      this.#stream.size > 0 ? this.#retryStreamAt : Infinity,
      this.#settings.callbacks ? later(this.standIn.nextDueAt(), this.clock.now()) : Infinity,
    );
  }

  #awaited(): ReadonlyMap<Channel, number> {
    if (this.#settings.polls === false) return new Map();
    return new Map(
      channels.flatMap((channel) => {
        const latest = this.store.latestAwaited(channel);
        return latest === undefined ? [] : [[channel, Date.parse(latest)]];
      }),
    );
  }

  #hire(): void {
    const life = new Life(this.#settings.deaths?.[this.lives.length], () => this.#hire());
    this.lives.push(life);
    const { clock, queues } = this;
    const { sqs, urls } = this.#sqs;
    const aside = createSqsQueues({ send: this.#sendThrough(life, sqs) }, urls, clock);
    const pace = this.#pace(life);
    const sender = createSender({
      store: life.wrap('store', this.#store(), ['claim', 'create', 'advance', 'find']),
      notify: this.#notifySource(life),
      queues: aside,
      holds: new HoldBoard(life.wrap('holds', this.#holdStore(), ['all', 'place', 'replace']), clock),
      breaker: new Breaker(),
      pace,
      clock,
      monitor: this.#monitor,
      hashKey: async () => {
        this.#break('secret');
        return 'the simulator keeps no secret';
      },
      pipelineId,
      recordRetentionSeconds: shape.recordRetentionSeconds,
      maxFailures: shape.maxFailures,
    });
    const receive = createReceiver({ send: sender, queues: aside, pace, clock, monitor: this.#monitor });
    const sources = [queues.urgentQueue, queues.queue].map(
      (from) =>
        new EventSource(from, shape, async (event) => {
          for (const { attributes } of event.Records) {
            this.mostReceives = Math.max(this.mostReceives, Number(attributes.ApproximateReceiveCount));
          }
          const response = await receive(event);
          return life.step('delete', async () => response);
        }),
    );
    this.#staff = [...this.#staff.filter((worker) => !worker.life.dead), { life, sources }];
  }

  #release(): Promise<void> {
    return this.#once(this.releases, this.#settings.releaseDeaths, (life) => this.#releaser(life));
  }

  #poll(): Promise<void> {
    return this.#once(this.polls, this.#settings.pollDeaths, (life) => this.#poller(life));
  }

  /** One run of a scheduled function. One that fails is run again on its next minute. */
  async #once(
    runs: Life[],
    deaths: readonly (Death | undefined)[] | undefined,
    make: (life: Life) => () => Promise<void>,
  ): Promise<void> {
    let dies = (): void => undefined;
    const death = new Promise<void>((resolve) => (dies = resolve));
    const life = new Life(deaths?.[runs.length], dies);
    runs.push(life);
    await Promise.race([make(life)().catch(() => undefined), death]);
  }

  #releaser(life: Life): () => Promise<void> {
    const { clock } = this;
    const { sqs, urls } = this.#sqs;
    const holds = life.wrap('holds', this.#holdStore(), ['all', 'place', 'replace']);
    const notify = this.#notifySource(life);
    return createReleaser({
      held: createSqsHeldQueues({ send: this.#sendThrough(life, sqs) }, urls, clock),
      holds,
      review: createReview({ holds, notify, clock, monitor: this.#monitor }),
      clock,
      monitor: this.#monitor,
      room: Math.ceil(this.pace.rate * 60),
      within: 45_000,
    });
  }

  #poller(life: Life): () => Promise<void> {
    const { clock, progress } = this;
    const guarded: ProgressStore = {
      read: async (channel) => {
        this.#break('table');
        return progress.read(channel);
      },
      write: async (channel, next) => {
        this.#break('table');
        return progress.write(channel, next);
      },
    };
    return createPoller({
      store: life.wrap('store', this.#store(), ['advance', 'amend']),
      progress: life.wrap('progress', guarded, ['read', 'write']),
      notify: this.#notifySource(life),
      clock,
      monitor: this.#monitor,
      pipelineId,
      receipts: this.#settings.callbacks !== undefined,
      interval: shape.pollIntervalSeconds * 1000,
    });
  }

  #callbackSender({ callbacks, receipts }: FleetSettings) {
    if (!callbacks) return {};
    const parts = { store: this.#store(), clock: this.clock, monitor: this.#monitor, pipelineId };
    const take = receipts?.(parts) ?? (async () => undefined);
    return {
      sendCallback: callbackSender(take, (milliseconds, effect) => this.afterwards(milliseconds, effect), callbacks),
    };
  }

  #store(): DeliveryStore {
    const { without } = this.#settings;
    const store = streamed(this.store, this.#stream);
    const guarded: DeliveryStore = {
      ...store,
      claim: async (candidate, now) => {
        this.#break('table');
        if (without === 'lease') return store.claim({ ...candidate, lease_until: now }, now);
        if (without !== 'conditional write') return store.claim(candidate, now);
        await store.create(candidate);
        return { claimed: true, ask: false, delivery: candidate };
      },
      create: async (delivery) => {
        this.#break('table');
        return store.create(delivery);
      },
      advance: async (id, change, still) => {
        this.#break('table');
        return store.advance(id, change, without === 'lease' ? {} : still);
      },
      find: async (id) => {
        this.#break('table');
        return store.find(id);
      },
      amend: async (id, facts, still) => {
        this.#break('table');
        return store.amend(id, facts, still);
      },
    };
    return guarded;
  }

  #holdStore(): HoldStore {
    const { holds } = this;
    return {
      all: async () => {
        this.#break('table');
        return holds.all();
      },
      place: async (hold, now) => {
        this.#break('table');
        this.stateWrites += 1;
        return holds.place(hold, now);
      },
      replace: async (seen, by) => {
        this.#break('table');
        return holds.replace(seen, by);
      },
    };
  }

  #pace(life: Life): Pace {
    if (this.#settings.without === 'pace') {
      return {
        expect() {},
        turn: async () => ({ at: this.clock.now(), taken: true }),
        tooFast: async () => undefined,
      };
    }
    const ledger = life.wrap('pace', this.#ledger, ['take', 'cut']);
    const guarded: PaceLedger = {
      take: async (tokens, now) => {
        this.#break('table');
        this.stateWrites += 1;
        return ledger.take(tokens, now);
      },
      cut: (now) => ledger.cut(now),
      read: (now) => ledger.read(now),
    };
    return new LeasedPace(guarded, this.pace, this.clock);
  }

  #notifySource(life: Life) {
    const { latency = 100, without } = this.#settings;
    const secret = async (): Promise<string> => {
      this.#break('secret');
      return this.key;
    };
    const carry: Transport = async (request) => {
      if (without === 'look-up' && request.url.searchParams.has('reference')) return nothingFound;
      await this.clock.sleep(latency);
      return this.standIn.transport(request);
    };
    const transport: Transport = (request) => {
      this.#signing -= 1;
      this.#requests += 1;
      return life.step(`notify ${request.method}`, () => carry(request));
    };
    const source = createNotifySource({ value: secret, reread: secret }, { transport, clock: this.clock });
    return {
      current: async () => this.#watched(await source.current()),
      renewed: async (refused: Notify) => this.#watched(await source.renewed(this.#unwatched.get(refused) ?? refused)),
    };
  }

  /** A client of which it is known when it has a request in the making: signing takes turns of the loop, but no time. */
  #watched(client: Notify): Notify {
    const known = this.#clients.get(client);
    if (known) return known;
    const watched = new Proxy(client, {
      get: (target, property) => {
        const value: unknown = Reflect.get(target, property, target);
        if (typeof value !== 'function') return value;
        return (...args: unknown[]) => {
          this.#signing += 1;
          return value.apply(target, args) as unknown;
        };
      },
    });
    this.#clients.set(client, watched);
    this.#unwatched.set(watched, client);
    return watched;
  }

  #sendThrough(life: Life, sqs: { send: (command: never) => Promise<unknown> }) {
    return (command: object) =>
      life.step(`sqs ${command.constructor.name}`, () => sqs.send(command as never)) as Promise<never>;
  }

  get #bus(): EventBus<DeliveryEvent> {
    return {
      put: async (events) => {
        if (this.#settings.fails?.('bus', this.clock.now())) {
          this.#retryStreamAt = this.clock.now() + 10_000;
          throw new Error('the bus is down');
        }
        const death = this.#settings.announceDeaths?.[this.#announcements];
        this.#announcements += 1;
        if (death?.when === 'before') throw new Error('the announcer died');
        for (const event of events) this.#hear(event);
        if (death?.when === 'after') throw new Error('the announcer died');
        return [];
      },
    };
  }

  #hear(event: DeliveryEvent): void {
    if (this.#settings.remembersEvents !== false) this.events.push(event);
    const { type, state, delivery_id, sent_at = '' } = event.detail;
    const publishedAt = this.#publishedAt.get(delivery_id);
    if (type !== 'sms' || state !== 'sent' || publishedAt === undefined) return;
    this.slowestText = Math.max(this.slowestText, Date.parse(sent_at) - publishedAt);
  }

  #break(part: Fragile): void {
    if (this.#settings.fails?.(part, this.clock.now())) throw new Error(`the ${part} is down`);
  }

  get #monitor(): Monitor {
    return {
      count: (metric, by = 1) => void this.counts.set(metric, (this.counts.get(metric) ?? 0) + by),
      info() {},
      warn() {},
      error() {},
    };
  }
}

/** A Notify that has an URL to call. */
function withCallbacks(world: World, callbacks: CallbackTerms | undefined): World {
  if (!callbacks) return world;
  const target = { url: 'https://callbacks.example', bearerToken: 'the simulator keeps no secret' };
  const called = { deliveryReceipts: target, returnedLetters: target };
  return { ...world, services: world.services.map((service) => ({ ...service, callbacks: called })) };
}

const nothingFound = {
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: Buffer.from('{"links":{"current":""},"notifications":[]}'),
};

const earliest = (queues: readonly MemoryQueue[]): number | undefined => {
  const times = queues.flatMap(({ nextVisibleAt }) => (nextVisibleAt === undefined ? [] : [nextVisibleAt]));
  return times.length > 0 ? Math.min(...times) : undefined;
};

const later = (time: number | undefined, now: number): number => (time !== undefined && time > now ? time : Infinity);
