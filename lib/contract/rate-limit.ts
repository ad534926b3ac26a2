/** What a pipeline may send of what Notify allows: the construct and the functions work it out alike. */
export interface RateLimitSettings {
  /** Tokens a second when nothing has slowed us down. */
  readonly rate: number;
  /** How many tokens a full bucket holds when nothing has slowed us down. */
  readonly burst: number;
  /** Tokens that only urgent messages may take. */
  readonly urgentReserve: number;
}

/** What would have to wait for its turn for longer goes back to the queue, in milliseconds. */
export const longestSlotWait = 20_000;

/** The settings for a key whose rate limit is shared: `share` of what Notify gives, from 0 to 1. */
export function rateLimitSettings(limitPerMinute: number, share: number): RateLimitSettings {
  const capacity = Math.min(Math.ceil(limitPerMinute / 3) + 1, 1000) * share;
  return {
    rate: (limitPerMinute / 60) * share * 0.96,
    burst: Math.max(1, Math.floor(capacity * 0.9)),
    urgentReserve: Math.floor(capacity * 0.2),
  };
}
