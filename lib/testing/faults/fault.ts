import type { AuthReason } from '../auth/messages';
import type { DailyLimits } from '../world/world';

/**
 * One thing that goes wrong.
 *
 * `accepted` says whether Notify has handled the request, and so has the message, when things go wrong; the client
 * cannot know.
 */
export type Fault =
  /** Time passes before Notify looks at the request, or (`before: 'answer'`) after it has handled it. */
  | { readonly kind: 'latency'; readonly milliseconds: number; readonly before?: 'request' | 'answer' }
  /** The connection is lost. */
  | { readonly kind: 'drop'; readonly accepted: boolean }
  /** 500 in Notify's envelope. `stored`: the message is kept all the same but not queued, as can happen with letters. */
  | { readonly kind: 'server error'; readonly error?: string; readonly stored?: boolean }
  /** 504 in Notify's envelope: its own time limit. */
  | { readonly kind: 'time limit'; readonly accepted?: boolean }
  /** An HTML page from what stands in front of Notify. */
  | { readonly kind: 'gateway'; readonly status: 502 | 503 | 504; readonly accepted?: boolean }
  /** In an outage, good requests have met with a 404 or 400 that was not Notify's own. */
  | { readonly kind: 'edge'; readonly status: 400 | 404 }
  /** 429: too many requests a minute. */
  | { readonly kind: 'rate limit' }
  /** 429: too many messages today, of the channel of the request unless `of` names another. */
  | { readonly kind: 'daily limit'; readonly of?: keyof DailyLimits }
  /** 403: the token is refused, or the key may not send letters. */
  | { readonly kind: 'forbidden'; readonly reason: AuthReason | 'letters with a team key' | 'letters in trial mode' }
  /** The answer's body comes in pieces that take this long in all. */
  | { readonly kind: 'slow body'; readonly milliseconds: number }
  /** The connection is lost in the middle of the body. */
  | { readonly kind: 'half a body' };

/** Which requests a fault is for: those that fit every property given. */
export interface FaultMatch {
  /**
   * The HTTP method.
   *
   * @default any
   */
  readonly method?: 'GET' | 'POST';
  /**
   * The path as it was called, without the query, or its beginning before a `*`: `/v2/notifications/*`.
   *
   * @default any
   */
  readonly path?: string;
  /**
   * The recipient of the message, as it was sent.
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

/** A fault that waits for its requests. */
export interface FaultScript {
  /** What goes wrong. */
  readonly fault: Fault;
  /**
   * Which requests it strikes.
   *
   * @default every request
   */
  readonly when?: FaultMatch;
  /** Skips this many requests first. @default 0 */
  readonly skip?: number;
  /** How often it strikes. @default 1, or without end where `milliseconds` is given */
  readonly times?: number;
  /** How long it lasts, from now. @default without end */
  readonly milliseconds?: number;
}
