import type { Clock } from '../contract/clock';
import type { CallbackQueue } from './callbacks/callbacks';
import type { Agenda } from './lifecycle/agenda';
import type { Retention } from './storage/retention';

/** The stand-in's own time: a clock, and how far it has been moved on since. What is due happens when it is looked for. */
export class Timekeeper {
  private movedOn = 0;

  constructor(
    private readonly clock: Clock,
    private agenda: Agenda,
  ) {}

  /** Goes back to the clock's own time, and forgets what was to happen. */
  restart(agenda: Agenda): void {
    this.agenda = agenda;
    this.movedOn = 0;
  }

  readonly now = (): number => this.clock.now() + this.movedOn;

  readonly sleep = (milliseconds: number, signal?: AbortSignal): Promise<void> =>
    this.clock.sleep(milliseconds, signal);

  /** Lets everything happen that is due by now. Callbacks set out, but are not waited for. */
  catchUp(retention: Retention): void {
    this.happenUntil(this.now(), retention);
  }

  /** Lets everything happen that is due by now, and waits for callbacks, and for what they bring about. */
  async settle(retention: Retention, callbacks: CallbackQueue): Promise<void> {
    this.catchUp(retention);
    while (callbacks.busy) {
      await callbacks.idle();
      this.catchUp(retention);
    }
  }

  /** Moves time on, from one thing due to the next, so that each happens in its own time. */
  async moveOn(milliseconds: number, retention: Retention, callbacks: CallbackQueue): Promise<void> {
    const end = this.now() + milliseconds;
    await this.settle(retention, callbacks);
    for (let next = this.agenda.nextDueAt(); next !== undefined && next <= end; next = this.agenda.nextDueAt()) {
      this.movedOn += Math.max(next - this.now(), 0);
      await this.settle(retention, callbacks);
    }
    this.movedOn += Math.max(end - this.now(), 0);
    await this.settle(retention, callbacks);
  }

  private happenUntil(now: number, retention: Retention): void {
    for (;;) {
      const next = this.agenda.nextDueAt() ?? Number.POSITIVE_INFINITY;
      if (retention.dueAt <= Math.min(now, next)) retention.catchUp(Math.min(now, next));
      const due = this.agenda.takeDue(now);
      if (due === undefined) break;
      due.happen();
    }
    if (retention.dueAt <= now) retention.catchUp(now);
  }
}
