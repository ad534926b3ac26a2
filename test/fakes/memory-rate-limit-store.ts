import type { RateLimitSettings } from '../../lib/contract/rate-limit';
import {
  slowedDown,
  fullBucket,
  latestFullAt,
  rateNow,
  tooFarAhead,
  type TokenBucket,
} from '../../lambda/shared/rate-limit/token-bucket';
import type { RateLimitStore, TakeResult } from '../../lambda/shared/rate-limit/rate-limit-store';

/** The token bucket in this process. */
export class MemoryRateLimitStore implements RateLimitStore {
  readonly #settings: RateLimitSettings;
  #bucket: TokenBucket | undefined;

  constructor(settings: RateLimitSettings) {
    this.#settings = settings;
  }

  async take(tokens: number, now: number): Promise<TakeResult> {
    const bucket = this.#at(now);
    const rate = rateNow(bucket, this.#settings, now);
    const sane = bucket.fullAt >= now && bucket.fullAt <= tooFarAhead(bucket, this.#settings, now);
    const fullAt = sane ? bucket.fullAt : now;
    const taken = fullAt <= latestFullAt(bucket, this.#settings, tokens, now);
    if (taken) this.#bucket = { ...bucket, fullAt: fullAt + Math.ceil((tokens / rate) * 1000) };
    return { fullAt, rate, taken };
  }

  async slowDown(now: number): Promise<void> {
    this.#bucket = slowedDown(this.#at(now), this.#settings, now) ?? this.#bucket;
  }

  async read(now: number): Promise<TokenBucket> {
    return this.#at(now);
  }

  #at(now: number): TokenBucket {
    return this.#bucket ?? fullBucket(this.#settings, now);
  }
}
