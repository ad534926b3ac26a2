import type { Agenda } from '../lifecycle/agenda';
import { writeSpacedJson } from '../http/write-json';
import type { CallbackTarget } from '../world/world';
import type { CallbackSender } from './sender';

/** The kinds of callback, as a world's `callbacks` names them. */
export type CallbackTargetKind = 'deliveryReceipts' | 'receivedTexts' | 'returnedLetters' | 'complaints';

/** One call of a callback URL that was made, and what came of it. */
export interface CallbackAttempt {
  readonly kind: CallbackTargetKind;
  readonly url: string;
  readonly body: string;
  /** 1 for the first try. */
  readonly attempt: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** The status answered; undefined when there was no answer. */
  readonly status: number | undefined;
  readonly outcome: 'done' | 'tried again' | 'dropped' | 'given up';
}

const mostAttempts = 6;
const mostRemembered = 10_000;
const retryAfter = 300_000;
const timeout = 5000;

/** What is still to be told, and to whom. */
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
    const status = await this.send({ url: target.url, headers: headersFor(target, body), body, timeout }).catch(
      () => undefined,
    );
    const outcome = afterCallback(status, attempt);
    if (this.attempts.push({ kind, url: target.url, body, attempt, at, status, outcome }) > mostRemembered) {
      this.attempts.shift();
    }
    if (outcome === 'tried again') this.plan(callback, at + retryAfter, attempt + 1);
  }
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
