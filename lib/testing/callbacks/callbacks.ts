import type { Agenda } from '../lifecycle/agenda';
import { writeSpacedJson } from '../http/write-json';
import type { CallbackTarget } from '../world/world';
import type { CallbackSender } from './sender';

/** The kinds of callback, as a world's `callbacks` names them. */
export type CallbackKind = 'deliveryReceipts' | 'receivedTexts' | 'returnedLetters' | 'complaints';

/** One call of a callback URL that was made, and what came of it. */
export interface CallbackAttempt {
  readonly kind: CallbackKind;
  readonly url: string;
  readonly body: string;
  /** 1 for the first try. */
  readonly attempt: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** The status answered; undefined when there was no answer. */
  readonly status: number | undefined;
  readonly then: 'done' | 'tried again' | 'dropped' | 'given up';
}

const mostAttempts = 6;
const retryAfter = 300_000;
const timeout = 5000;

/** Calls the services' callback URLs, and calls again where Notify does. */
export class CallbackQueue {
  /** Every attempt so far, oldest first. */
  readonly attempts: CallbackAttempt[] = [];
  private readonly inFlight = new Set<Promise<void>>();

  constructor(
    private readonly agenda: Agenda,
    private readonly send: CallbackSender,
  ) {}

  /**
   * Queues a callback.
   *
   * @param payload asked for at each attempt; nothing is sent when it gives nothing
   */
  add(kind: CallbackKind, target: CallbackTarget | undefined, payload: () => object | undefined, at: number): void {
    if (target !== undefined) this.plan(kind, target, payload, at, 1);
  }

  /** Resolves when no call is under way any more. */
  async idle(): Promise<void> {
    while (this.inFlight.size > 0) await Promise.all(this.inFlight);
  }

  get busy(): boolean {
    return this.inFlight.size > 0;
  }

  private plan(
    kind: CallbackKind,
    target: CallbackTarget,
    payload: () => object | undefined,
    dueAt: number,
    attempt: number,
  ): void {
    const happen = () => {
      const content = payload();
      if (content === undefined) return;
      const call = this.call(kind, target, writeSpacedJson(content), dueAt, attempt).then((made) => {
        this.attempts.push(made);
        this.inFlight.delete(call);
        if (made.then === 'tried again') this.plan(kind, target, payload, dueAt + retryAfter, attempt + 1);
      });
      this.inFlight.add(call);
    };
    this.agenda.add({ dueAt, happen });
  }

  private async call(
    kind: CallbackKind,
    { url, bearerToken }: CallbackTarget,
    body: string,
    at: number,
    attempt: number,
  ): Promise<CallbackAttempt> {
    const headers = {
      'Content-Type': 'application/json',
      Authorization: `Bearer ${bearerToken}`,
      'User-Agent': 'python-requests/2.32.5',
      'Content-Length': String(Buffer.byteLength(body)),
    };
    const status = await this.send({ url, headers, body, timeout }).catch(() => undefined);
    return { kind, url, body, attempt, at, status, then: afterCallback(status, attempt) };
  }
}

/**
 * What Notify does after an attempt: it tries again after no answer, a 5xx or a 429, six times in all, and drops the
 * callback after any other 4xx.
 */
export function afterCallback(status: number | undefined, attempt: number): CallbackAttempt['then'] {
  const again = status === undefined || status >= 500 || status === 429;
  if (again) return attempt < mostAttempts ? 'tried again' : 'given up';
  return status >= 400 ? 'dropped' : 'done';
}
