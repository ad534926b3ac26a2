import type { DeliveryEvent } from '../../../lib/contract/events/delivery';
import { deliveryId } from '../../../lib/contract/identity';
import { channels, type Channel } from '../../../lib/contract/message';
import { cancelMessage, type Cancellation } from '../../../lib/publisher/cancel';
import type { Transport } from '../../../lib/notify/transport';
import { apiKey, defaultWorld, NotifyStandIn } from '../../../lib/testing';
import { EventSource } from '../../../local/aws/event-source';
import type { MemoryQueues } from '../../../local/aws/memory-queues';
import { Schedule } from '../../../local/schedule';
import { VirtualClock } from '../../../local/virtual-clock';
import { Announcer } from './announcer';
import { callbackSender, withCallbacks } from './callbacks';
import { createPoll, createRelease, createReleaseScheduled, createWorker, type FunctionParts } from './functions';
import { Life, type Death } from './life';
import { MemoryAws } from './memory-aws';
import { earliest, later } from './moments';
import { Observations } from './observations';
import type { FleetSettings } from './settings';
import { pipelineId, shape } from './shape';
import { WayToNotify } from './way-to-notify';
import { nothingFound } from './without';

/** A pipeline with several workers on one virtual clock, in front of a stand-in for Notify. */
export class Fleet {
  readonly clock: VirtualClock;
  readonly standIn: NotifyStandIn;
  readonly seen: Observations;
  /** What every worker so far has done, step by step. */
  readonly lives: Life[] = [];
  /** What every run of the release function has done. */
  readonly releases: Life[] = [];
  /** What every run of the function has done that releases scheduled messages. */
  readonly scheduledReleases: Life[] = [];
  /** What every run of the poll function has done. */
  readonly polls: Life[] = [];
  /** The key that the secret holds. */
  key: string;

  readonly #settings: FleetSettings;
  readonly #aws: MemoryAws;
  readonly #way: WayToNotify;
  readonly #parts: FunctionParts;
  readonly #announcer: Announcer;
  readonly #schedule: Schedule;
  readonly #scheduled = new Set<Promise<void>>();
  /** How many steps were taken in all lives. */
  #steps = 0;
  #staff: { readonly life: Life; readonly sources: readonly EventSource[] }[] = [];

  constructor(settings: FleetSettings) {
    this.#settings = settings;
    this.clock = new VirtualClock(settings.start ?? Date.parse('2026-03-02T09:00:00Z'));
    this.seen = new Observations(settings);
    this.#aws = new MemoryAws(settings, this.clock, this.seen);
    const world = withCallbacks(settings.world ?? defaultWorld(), settings.callbacks);
    this.standIn = new NotifyStandIn({ world, clock: this.clock, ...this.#callbackSender() });
    this.key = apiKey(world, 'live');
    this.#way = new WayToNotify({ clock: this.clock, secret: () => this.#readKey(), carry: this.#carry });
    const callbacks = settings.callbacks !== undefined;
    const { without, textLimits } = settings;
    this.#parts = {
      aws: this.#aws,
      way: this.#way,
      clock: this.clock,
      seen: this.seen,
      callbacks,
      without,
      textLimits,
    };
    this.#announcer = new Announcer(settings, this.clock, this.#aws.stream, this.seen);
    this.#schedule = new Schedule(shape.pollIntervalSeconds * 1000, {
      poll: () => (settings.polls === false ? Promise.resolve() : this.#poll()),
      release: () => this.#release(),
      releaseScheduled: () => this.#releaseScheduled(),
    });
    for (let worker = 0; worker < settings.workers; worker += 1) this.#hire();
  }

  get store(): MemoryAws['store'] {
    return this.#aws.store;
  }

  /** Writes for the limits of text messages, refused ones among them. */
  get textWrites(): number {
    const { numberLogs, spending } = this.#aws;
    return numberLogs.writes + numberLogs.refused + spending.writes;
  }

  get queues(): MemoryQueues {
    return this.#aws.queues;
  }

  /** What is known of lanes in trouble, and what stops messages. */
  get stops(): MemoryAws['stops'] {
    return this.#aws.stops;
  }

  get events(): readonly DeliveryEvent[] {
    return this.seen.events;
  }

  publish(message: object, { urgent = false, groupId }: { urgent?: boolean; groupId?: string } = {}): string {
    const { idempotency_key: key, type } = message as { idempotency_key?: string; type?: string };
    if (key !== undefined && type === 'sms') this.seen.textPublished(deliveryId(pipelineId, key), this.clock.now());
    return (urgent ? this.queues.urgentQueue : this.queues.queue).send(JSON.stringify(message), {}, { groupId });
  }

  /** Cancels a message, and again if the canceller dies. Answers what came of it, unless all of them died. */
  async cancel(key: string, deaths: readonly (Death | undefined)[] = []): Promise<Cancellation['outcome'] | undefined> {
    for (const death of [...deaths, undefined]) {
      const told = await new Promise<Cancellation['outcome'] | undefined>((resolve) => {
        const store = this.#aws.canceller(new Life(death, () => resolve(undefined)));
        void cancelMessage(store, { pipelineId, idempotencyKey: key }, this.clock.now()).then(
          ({ outcome }) => resolve(outcome),
          () => resolve(undefined),
        );
      });
      if (told) return told;
    }
    return undefined;
  }

  /** What waits for a time of its own. */
  get scheduled(): MemoryAws['schedule'] {
    return this.#aws.schedule;
  }

  /** Does something when so many milliseconds have passed. */
  afterwards(milliseconds: number, effect: () => void): void {
    void this.clock.sleep(milliseconds).then(effect);
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
      for (let turns = 0; turns === 0 || this.#way.signing > 0; turns += 1) {
        // Outside Jest a module that is loaded already is looked up on another thread, which takes real time.
        if (turns > 1_000_000) throw new Error('a request was made ready, and never sent');
        await new Promise((resolve) => setImmediate(resolve));
      }
      await this.#announcer.run();
    }
  }

  /** Nothing that is counted here ever goes down: what one thing lost would hide what another gained. */
  #progress(): number {
    return this.#steps + this.events.length + this.#aws.stream.pushed + this.#way.requests;
  }

  readonly #onStep = (): void => {
    this.#steps += 1;
  };

  #next(): number {
    const { queue: usual, urgentQueue, heldQueues } = this.queues;
    const busy = this.#scheduled.size > 0;
    const held = earliest(Object.values(heldQueues));
    const heldFrom = this.#aws.isInTrouble ? this.clock.now() : held;
    const pending = { awaited: this.#awaited(), heldFrom, scheduledFrom: this.#aws.schedule.nextDueAt };
    return Math.min(
      this.clock.nextAlarm ?? Infinity,
      // A worker that is busy takes its next batch when it has ended, which is no moment of its own.
      ...[usual, urgentQueue].map((waiting) => later(waiting.nextVisibleAt, this.clock.now())),
      busy ? Infinity : this.#schedule.next(this.clock.now(), pending),
      this.#announcer.nextAt,
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
    const life = new Life(this.#settings.deaths?.[this.lives.length], () => this.#hire(), this.#onStep);
    this.lives.push(life);
    const work = createWorker(this.#parts, life);
    const { urgentQueue, queue } = this.queues;
    const sources = [
      new EventSource(urgentQueue, shape.sendingUrgent, work, this.clock),
      new EventSource(queue, shape.sending, work, this.clock),
    ];
    this.#staff = [...this.#staff.filter((worker) => !worker.life.dead), { life, sources }];
  }

  #release(): Promise<void> {
    return this.#once(this.releases, this.#settings.releaseDeaths, (life) => createRelease(this.#parts, life));
  }

  #releaseScheduled(): Promise<void> {
    const { releaseScheduledDeaths } = this.#settings;
    return this.#once(this.scheduledReleases, releaseScheduledDeaths, (life) =>
      createReleaseScheduled(this.#parts, life),
    );
  }

  #poll(): Promise<void> {
    return this.#once(this.polls, this.#settings.pollDeaths, (life) => createPoll(this.#parts, life));
  }

  #callbackSender() {
    const { callbacks, recorder } = this.#settings;
    if (!callbacks) return {};
    const store = this.#aws.deliveries();
    const take = recorder?.({ store, clock: this.clock, monitor: this.seen.monitor, pipelineId });
    const afterwards = (milliseconds: number, effect: () => void): void => this.afterwards(milliseconds, effect);
    return { sendCallback: callbackSender(take ?? (async () => undefined), afterwards, callbacks) };
  }

  async #readKey(): Promise<string> {
    this.#aws.use('secret');
    return this.key;
  }

  readonly #carry: Transport = async (request) => {
    const { latency = 100, without } = this.#settings;
    if (without === 'look-up' && request.url.searchParams.has('reference')) return nothingFound;
    await this.clock.sleep(latency);
    return this.standIn.transport(request);
  };

  /** One run of a scheduled function. One that fails is run again on its next minute. */
  async #once(
    runs: Life[],
    deaths: readonly (Death | undefined)[] | undefined,
    make: (life: Life) => () => Promise<void>,
  ): Promise<void> {
    let dies = (): void => undefined;
    const death = new Promise<void>((resolve) => (dies = resolve));
    const life = new Life(deaths?.[runs.length], dies, this.#onStep);
    runs.push(life);
    await Promise.race([make(life)().catch(() => undefined), death]);
  }
}
