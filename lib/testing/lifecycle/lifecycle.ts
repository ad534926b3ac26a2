import { hasEnded, type StoredNotification, type RawStatus } from '../storage/notification';
import type { Agenda, Due } from './agenda';
import type { StatusDelays } from './delays';
import type { Ending, Step } from './endings';
import { planLetter } from './plan-letter';
import { planMessage, usualEnding } from './plan-message';
import { minute } from '../../contract/time';

/** Which messages an ending is for: all that fit every property given. */
export interface MessageMatch {
  /**
   * Notify's id of the message.
   *
   * @default any
   */
  readonly id?: string;
  /**
   * The recipient as the message was sent to it. It never fits a letter.
   *
   * @default any
   */
  readonly recipient?: string;
  /**
   * The message's reference.
   *
   * @default any
   */
  readonly reference?: string;
}

/** A decision about how messages end. */
export interface EndingRule {
  /** Counts up from 1. */
  readonly number: number;
  /** Which messages it decides about. */
  readonly match: MessageMatch;
  /** How they end. */
  readonly ending: Ending;
}

/** Called with every change of status. */
export type OnStatus = (notification: StoredNotification, step: Step, at: number) => void;

/** Moves messages through their statuses as time goes by. */
export class Lifecycle {
  private decided: EndingRule[] = [];
  private decisions = 0;
  /** Most emails and texts travel alike. */
  private readonly plans = new Map<string, readonly Step[]>();

  constructor(
    private readonly agenda: Agenda,
    private readonly delays: StatusDelays,
    private readonly onStatus: OnStatus,
  ) {}

  /** Starts a message on its way. */
  begin(notification: StoredNotification, queued: boolean): void {
    const ending = this.decided.findLast(({ match }) => fits(notification, match))?.ending;
    this.travel(notification, this.plan(notification, ending, queued ? 0 : requeuedAfter(notification)));
  }

  /** Decides how messages sent from now on end. The latest decision that fits a message holds. */
  decide(match: MessageMatch, ending: Ending): void {
    this.decisions += 1;
    this.decided.push({ number: this.decisions, match, ending });
  }

  /** What was decided about messages to come, oldest first: of those that fit a message the last holds. */
  get rules(): readonly EndingRule[] {
    return this.decided;
  }

  /** Withdraws one decision for messages to come. Whether there was one of that number. */
  forget(number: number): boolean {
    const left = this.decided.filter((rule) => rule.number !== number);
    const found = left.length < this.decided.length;
    this.decided = left;
    return found;
  }

  forgetDecisions(): void {
    this.decided = [];
  }

  /** Sends a message that has not ended yet to another end, from the status it is in. */
  redirect(notification: StoredNotification, ending: Ending, now: number): void {
    if (hasEnded(notification.status)) return;
    const plan = this.plan(notification, ending, 0);
    const reached = plan.findIndex(({ status }) => status === notification.status);
    this.travel(notification, plan.slice(reached + 1), now);
  }

  /** Sets a status at once, whatever was to come. */
  set(notification: StoredNotification, status: RawStatus, now: number): void {
    notification.due = null;
    this.apply(notification, { after: 0, status, receipt: false }, now);
  }

  /** Whether Notify has the PDF of a letter yet. */
  hasPdf({ createdAt, template, status }: StoredNotification, now: number): boolean {
    return template === null ? status !== 'pending-virus-check' : now >= createdAt / 1000 + this.delays.pdf;
  }

  private plan(notification: StoredNotification, ending: Ending | undefined, queuedAfter: number): readonly Step[] {
    if (notification.type === 'letter') return planLetter(notification, this.delays, ending, queuedAfter);
    const end = ending ?? usualEnding(notification);
    if (queuedAfter > 0 || end === 'no report') return planMessage(notification, this.delays, end, queuedAfter);
    const name = `${end} ${notification.type} ${notification.details.international}`;
    const plan = this.plans.get(name) ?? planMessage(notification, this.delays, end);
    this.plans.set(name, plan);
    return plan;
  }

  private travel(notification: StoredNotification, steps: readonly Step[], from = 0): void {
    notification.due = null;
    if (steps.length === 0) return;
    const journey = new Journey(notification, steps, from, this.take);
    notification.due = journey;
    this.agenda.add(journey);
  }

  private readonly take = (journey: Journey): void => {
    const { notification, dueAt } = journey;
    // Sent another way since.
    if (notification.due !== journey) return;
    const step = journey.advance();
    if (journey.hasArrived) notification.due = null;
    else this.agenda.add(journey);
    if (step !== undefined) this.apply(notification, step, dueAt);
  };

  private apply(notification: StoredNotification, step: Step, at: number): void {
    notification.status = step.status;
    const isTestLetter = notification.type === 'letter' && notification.origin.keyType === 'test';
    const isGiven = step.status === 'sending' || step.status === 'sent';
    notification.updatedAt = at * 1000;
    if (isGiven && !isTestLetter) notification.sentAt = notification.updatedAt;
    this.onStatus(notification, step, at);
  }
}

/** The steps a message has still to take. */
class Journey implements Due {
  dueAt: number;
  private next = 0;

  constructor(
    readonly notification: StoredNotification,
    private readonly steps: readonly Step[],
    private readonly from: number,
    private readonly take: (journey: Journey) => void,
  ) {
    this.dueAt = this.timeOf(steps[0]);
  }

  get hasArrived(): boolean {
    return this.next === this.steps.length;
  }

  advance(): Step | undefined {
    const step = this.steps[this.next];
    this.next += 1;
    this.dueAt = this.timeOf(this.steps[this.next]);
    return step;
  }

  happen(): void {
    this.take(this);
  }

  private timeOf(step: Step | undefined): number {
    return Math.max(Math.ceil(this.notification.createdAt / 1000) + (step?.after ?? 0), this.from);
  }
}

export function fits(notification: StoredNotification, match: MessageMatch): boolean {
  return (
    (match.id === undefined || match.id === notification.id) &&
    (match.recipient === undefined || match.recipient === notification.recipient) &&
    (match.reference === undefined || match.reference === notification.reference)
  );
}

/** A message stored but not queued waits for the job that, every quarter of an hour, queues what is an hour old. */
function requeuedAfter({ createdAt }: StoredNotification): number {
  const old = createdAt / 1000 + 60 * minute;
  return Math.ceil(old / (15 * minute)) * 15 * minute - createdAt / 1000;
}
