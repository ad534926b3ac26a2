import type { Agenda } from '../lifecycle/agenda';
import { writeSpacedJson } from '../http/write-json';
import type { Recorder } from '../recorder/recorder';
import type { CallbackTarget } from '../world/world';
import { describeFailure } from './describe-failure';
import type { CallbackSender } from './sender';

/** The kinds of callback, as a world's `callbacks` names them. */
export type CallbackTargetKind = 'deliveryReceipts' | 'receivedTexts' | 'returnedLetters' | 'complaints';

/** One call of a callback URL that was made, and what came of it. */
export interface CallbackAttempt {
  /** Counts up from 1, and on after a reset. */
  readonly number: number;
  /** What the call reports. */
  readonly kind: CallbackTargetKind;
  /** The URL that was called. */
  readonly url: string;
  /** The JSON that was sent. */
  readonly body: string;
  /** The message that it is about, or for `receivedTexts` the text. */
  readonly messageId: string;
  /** 1 for the first try. */
  readonly attempt: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** The status answered; undefined when there was no answer. */
  readonly status: number | undefined;
  /** What happened after the answer. Notify gives up after six tries. */
  readonly outcome: 'done' | 'tried again' | 'dropped' | 'given up';
  /** What went wrong, in words, where there was no answer. */
  readonly error: string | undefined;
  /** Milliseconds from the call to the answer. */
  readonly took: number;
  /** When it is tried again, in milliseconds since the epoch. */
  readonly nextAt: number | undefined;
  /** The first 4 KB of what was answered; only where the stand-in serves an inbox. */
  readonly answer: string | undefined;
}

const mostAttempts = 6;
const mostRemembered = 10_000;
const retryAfter = 300_000;
const timeout = 5000;

/** A call that is still to be made. */
interface Callback {
  readonly kind: CallbackTargetKind;
  readonly target: CallbackTarget;
  /** Asked for at each attempt; nothing is sent when it gives nothing. */
  readonly payload: () => object | undefined;
}

/** Calls the services' callback URLs, and calls again where Notify does. */
export class CallbackQueue {
  /** The last attempts, oldest first. */
  readonly attempts: CallbackAttempt[] = [];
  private readonly inFlight = new Set<Promise<void>>();

  constructor(
    private readonly agenda: Agenda,
    private readonly send: CallbackSender,
    private readonly recorder: Recorder,
  ) {}

  /** Queues a callback, if the service has a URL for its kind. */
  add(kind: CallbackTargetKind, target: CallbackTarget | undefined, payload: Callback['payload'], at: number): void {
    if (target !== undefined) this.plan({ kind, target, payload }, at, 1);
  }

  /** Resolves when no call is under way any more. */
  async idle(): Promise<void> {
    while (this.inFlight.size > 0) await Promise.all(this.inFlight);
  }

  get busy(): boolean {
    return this.inFlight.size > 0;
  }

  private plan(callback: Callback, dueAt: number, attempt: number): void {
    const happen = () => {
      const call = this.attempt(callback, dueAt, attempt).finally(() => this.inFlight.delete(call));
      this.inFlight.add(call);
    };
    this.agenda.add({ dueAt, happen });
  }

  private async attempt(callback: Callback, at: number, attempt: number): Promise<void> {
    const { kind, target, payload } = callback;
    const content = payload();
    if (content === undefined) return;
    const body = writeSpacedJson(content);
    const began = performance.now();
    const answered = new AnswerText(this.recorder.on);
    const call = { url: target.url, headers: headersFor(target, body), body, timeout, ...answered.wanted };
    const { status, error } = await this.send(call).then(
      (given) => ({ status: given, error: undefined }),
      (failure: unknown) => ({ status: undefined, error: describeFailure(failure, timeout) }),
    );
    const took = performance.now() - began;
    const outcome = afterCallback(status, attempt);
    const nextAt = outcome === 'tried again' ? at + retryAfter : undefined;
    const about = { kind, url: target.url, body, messageId: idIn(content), attempt, at };
    this.remember({ number: this.recorder.nextCallback(), ...about, status, outcome, error, took, nextAt }, answered);
    if (nextAt !== undefined) this.plan(callback, nextAt, attempt + 1);
    if (status !== undefined) await answered.complete;
  }

  private remember(attempt: Omit<CallbackAttempt, 'answer'>, answered: AnswerText): void {
    const remembered = {
      ...attempt,
      get answer() {
        return answered.text;
      },
    };
    if (this.attempts.push(remembered) > mostRemembered) this.attempts.shift();
  }
}

/** The beginning of what a callback URL answers, which comes after its status. */
class AnswerText {
  text: string | undefined;
  /** Resolves when it is there; at once where nobody wants it. */
  complete: Promise<void> = Promise.resolve();
  /** What the call is given, to learn of it. */
  readonly wanted: { readonly onAnswer?: (text: Promise<string>) => void };

  constructor(isWanted: boolean) {
    this.wanted = isWanted ? { onAnswer: (text) => this.awaitText(text) } : {};
  }

  private awaitText(text: Promise<string>): void {
    this.complete = this.keep(text);
  }

  private async keep(text: Promise<string>): Promise<void> {
    this.text = await text;
  }
}

/** The id of what a callback is about. */
function idIn(content: object): string {
  const { notification_id: ofMessage, id } = content as { readonly notification_id?: string; readonly id?: string };
  return ofMessage ?? id ?? '';
}

function headersFor({ bearerToken }: CallbackTarget, body: string): Record<string, string> {
  return {
    'Content-Type': 'application/json',
    'Content-Length': String(Buffer.byteLength(body)),
    Authorization: `Bearer ${bearerToken}`,
    'User-Agent': 'python-requests/2.32.5',
  };
}

/**
 * What Notify does after an attempt: it tries again after no answer, a 5xx or a 429, six times in all, and drops the
 * callback after any other 4xx.
 */
export function afterCallback(status: number | undefined, attempt: number): CallbackAttempt['outcome'] {
  const again = status === undefined || status >= 500 || status === 429;
  if (again) return attempt < mostAttempts ? 'tried again' : 'given up';
  return status >= 400 ? 'dropped' : 'done';
}
