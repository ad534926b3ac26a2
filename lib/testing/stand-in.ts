import { systemClock, type Clock } from '../contract/clock';
import type { Transport } from '../notify/transport';
import { assemble } from './assemble';
import type { CallbackAttempt } from './callbacks/callbacks';
import { sendOverHttp, type CallbackSender } from './callbacks/sender';
import { Control } from './control/control';
import type { Steered } from './control/orders';
import { ownPart } from './own-part';
import { FaultBook } from './faults/fault-book';
import { exchange } from './http/exchange';
import type { ExchangeOutcome } from './http/exchange-outcome';
import { inProcess } from './http/in-process';
import { listen, type Listening } from './http/listen';
import type { NotifyRequest } from './http/request';
import { RequestCounts } from './http/request-counts';
import type { InboxHost } from './inbox/host';
import { Agenda } from './lifecycle/agenda';
import { defaultDelays, type StatusDelays } from './lifecycle/delays';
import type { Notify } from './notify';
import { Recorder } from './recorder/recorder';
import type { Upload } from './sending/files';
import { SentMessages } from './sent-message';
import type { Retention } from './storage/retention';
import { Timekeeper } from './timekeeper';
import { completeWorld, type CompleteWorld } from './world/complete-world';
import { defaultWorld } from './world/default-world';
import type { World } from './world/world';

/**
 * The options of a `NotifyStandIn`.
 *
 * @example
 * new NotifyStandIn({ world: defaultWorld(), statusDelays: { printed: 1000 } });
 */
export interface StandInOptions {
  /**
   * What Notify knows at first: services, keys and templates.
   *
   * @default `defaultWorld()`
   */
  readonly world?: World;
  /** Where its time comes from; `tick` adds to it. @default the machine's clock */
  readonly clock?: Clock;
  /**
   * How long messages stay in each status.
   *
   * @default those of `StatusDelays`
   */
  readonly statusDelays?: Partial<StatusDelays>;
  /** Carries callbacks. @default over HTTP */
  readonly sendCallback?: CallbackSender;
}

/**
 * How to serve a stand-in over HTTP.
 *
 * @example
 * await notify.listen({ port: 6011, control: true });
 */
export interface ListenOptions {
  /**
   * The port to listen on.
   *
   * @default 0: any free port
   */
  readonly port?: number;
  /**
   * The address to listen on. In a container it is `0.0.0.0`.
   *
   * @default 127.0.0.1, which other machines do not reach
   */
  readonly host?: string;
  /**
   * Whether `control`, `faults` and `tick` can be used over HTTP too, under `/_stand-in/`.
   *
   * @default false
   */
  readonly control?: boolean;
  /**
   * Whether a browser can see at `/_stand-in/inbox` what was sent. The stand-in then stores more of each message. A program
   * that runs more than the stand-in gives an `InboxHost`, which says what else is shown.
   *
   * @default false
   */
  readonly inbox?: boolean | InboxHost;
}

/**
 * A stand-in for GOV.UK Notify, for tests: it answers as the real one does, keeps what it is sent, moves it through its
 * statuses, and lets a test decide what goes wrong. In process it is reached by its `transport`, by any client in any
 * language after `listen()`.
 *
 * @example
 * // Jest: is a reminder sent to the right person, and is a failure reported?
 * const notify = new NotifyStandIn();
 * const client = new NotifyClient({ apiKey: apiKey(notify.world, 'live'), transport: notify.transport });
 *
 * test('a patient is reminded the day before', async () => {
 *   await remind(client, { email: 'amala@example.com', appointment: '10:30' });
 *
 *   const [reminder] = notify.notifications.to('amala@example.com');
 *   expect(reminder?.body).toContain('10:30');
 *
 *   notify.control.endAs({ recipient: 'amala@example.com' }, 'permanent-failure');
 *   await notify.tick(60_000);
 *   expect(await failedReminders(client)).toEqual([reminder?.id]);
 * });
 *
 * @see https://docs.notifications.service.gov.uk/rest-api.html
 */
export class NotifyStandIn {
  /** The services, with every default filled in. Changes to it hold from the next request on. */
  readonly world: CompleteWorld;
  /** Carries the core's requests to the stand-in without a socket. */
  readonly transport: Transport;
  /** What was accepted. */
  readonly notifications: SentMessages;
  /** Decides how messages end, adds received texts, brings letters back. */
  readonly control: Control;
  /** Decides what goes wrong. */
  readonly faults: FaultBook;
  /** Counts requests by route and answer. */
  readonly requests = new RequestCounts();

  private readonly recorder = new Recorder();
  private readonly time: Timekeeper;
  private readonly runsByItself: boolean;
  /** Puts everything together from the world as it is. */
  private readonly assemble: (agenda: Agenda) => ReturnType<typeof assemble>;
  /** The world as it was given, for nobody to change. */
  private readonly worldAtFirst: CompleteWorld;
  private agenda = new Agenda();
  private retention: Retention;
  /** Its parts are new after a reset; it is the same. */
  private readonly notify: Notify;

  constructor({ world = defaultWorld(), clock = systemClock, statusDelays, sendCallback }: StandInOptions = {}) {
    this.runsByItself = clock === systemClock;
    this.time = new Timekeeper(clock, this.agenda);
    this.world = completeWorld(world);
    this.worldAtFirst = structuredClone(this.world);
    this.assemble = (agenda) =>
      assemble(this.world, clock, this.time, agenda, {
        delays: { ...defaultDelays, ...statusDelays },
        sendCallback: sendCallback ?? sendOverHttp,
        recorder: this.recorder,
      });
    const { notify, retention } = this.assemble(this.agenda);
    this.notify = notify;
    this.retention = retention;
    this.notifications = new SentMessages(notify, this.catchUp);
    this.control = new Control(notify, this.catchUp);
    this.faults = new FaultBook(this.time.now);
    this.transport = inProcess(this.answer, () => this.faults.waiting, this.time);
  }

  /**
   * The stand-in's time, in milliseconds since the epoch.
   *
   * @example
   * const expiresAt = new Date(notify.now() + 60_000);
   */
  now(): number {
    return this.time.now();
  }

  /** The files that were sent by email, oldest first. */
  get uploads(): readonly Upload[] {
    return this.notify.uploads;
  }

  /** The calls of callback URLs that were made, oldest first: the last 10,000. */
  get callbackAttempts(): readonly CallbackAttempt[] {
    return this.notify.callbacks.attempts;
  }

  /**
   * Moves the stand-in's clock on: messages change their status and callback URLs are called, each at its own time. Resolves
   * when the callbacks are answered. Tokens by the clock as it was before stay valid.
   *
   * @example
   * await notify.tick(60_000);
   */
  async tick(milliseconds: number): Promise<void> {
    await this.time.moveOn(milliseconds, this.retention, this.notify.callbacks);
  }

  /**
   * Makes everything happen that is due by now, callbacks included. Use it if you move the clock yourself.
   *
   * @example
   * await notify.settle();
   */
  async settle(): Promise<void> {
    await this.time.settle(this.retention, this.notify.callbacks);
  }

  /**
   * When the next status or callback is due, in milliseconds since the epoch; undefined when nothing is to come.
   *
   * @example
   * const dueAt = notify.nextDueAt();
   * if (dueAt !== undefined) await notify.tick(dueAt - notify.now());
   */
  nextDueAt(): number | undefined {
    return this.agenda.nextDueAt();
  }

  /**
   * Puts all back as it was at the beginning, at once: no messages, received texts, files, counts or callbacks, no endings
   * and no faults, full limits, the world as it was given, and the clock's own time. Services of the world that were taken
   * out of it before are not those of the world any more.
   *
   * @returns when the callbacks that were under way were answered: nothing of before comes after that
   *
   * @example
   * afterEach(() => notify.reset());
   */
  async reset(): Promise<void> {
    const { callbacks } = this.notify;
    this.agenda = new Agenda();
    this.time.restart(this.agenda);
    Object.assign(this.world, structuredClone(this.worldAtFirst));
    const { notify, retention } = this.assemble(this.agenda);
    Object.assign(this.notify, notify);
    this.retention = retention;
    this.faults.clear();
    this.requests.clear();
    this.recorder.clear();
    await callbacks.idle();
  }

  /**
   * Serves HTTP. On the machine's clock, what is due then happens by itself.
   *
   * @example
   * const { url, close } = await notify.listen();
   * const client = new NotifyClient({ apiKey: apiKey(notify.world), baseUrl: url });
   * await client.listTemplates();
   * await close();
   */
  async listen({
    port = 0,
    host = '127.0.0.1',
    control = false,
    inbox = false,
  }: ListenOptions = {}): Promise<Listening> {
    if (inbox !== false) this.recorder.on = true;
    const own = ownPart(this.steered(), { control, inbox });
    const server = await listen(
      async (request) => (await own?.(request)) ?? (await this.answer(request)),
      { port, host },
      this.time,
    );
    if (!this.runsByItself) return server;
    const running = setInterval(this.catchUp, 50).unref();
    return {
      url: server.url,
      close: async () => {
        clearInterval(running);
        await server.close();
      },
    };
  }

  /** What orders and pages work on. */
  private steered(): Steered {
    const { world, control, faults, notifications, requests, notify, catchUp } = this;
    return {
      world,
      control,
      faults,
      notifications,
      requests,
      notify,
      catchUp,
      now: this.time.now,
      nextDueAt: () => this.nextDueAt(),
      tick: (milliseconds) => this.tick(milliseconds),
      reset: () => this.reset(),
      clear: () => this.clear(),
    };
  }

  /** Forgets messages and files, and all that was still to happen. */
  private clear(): void {
    this.agenda.clear();
    this.notify.notifications.remove(() => true);
    this.notify.uploads.length = 0;
    this.recorder.clear();
  }

  private readonly catchUp = (): void => this.time.catchUp(this.retention);

  private readonly answer = async (request: NotifyRequest): Promise<ExchangeOutcome> => {
    this.catchUp();
    return exchange(request, this.notify, this.faults, this.requests, this.time);
  };
}
