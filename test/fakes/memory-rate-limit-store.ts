import {
  cut,
  fullBucket,
  latestTaking,
  rateNow,
  tooFarAhead,
  type Bucket,
  type PaceSettings,
} from '../../lambda/shared/rate-limit/token-bucket';
import type { PaceLedger, Taken } from '../../lambda/shared/rate-limit/rate-limit-store';

/** The pace's bucket in this process. */
export class MemoryPaceLedger implements PaceLedger {
  readonly #settings: PaceSettings;
  #bucket: Bucket | undefined;

  constructor(settings: PaceSettings) {
    this.#settings = settings;
  }

  async take(tokens: number, now: number): Promise<Taken> {
    const bucket = this.#at(now);
    const rate = rateNow(bucket, this.#settings, now);
    const sane = bucket.fullAt >= now && bucket.fullAt <= tooFarAhead(bucket, this.#settings, now);
    const fullAt = sane ? bucket.fullAt : now;
    const taken = fullAt <= latestTaking(bucket, this.#settings, tokens, now);
    if (taken) this.#bucket = { ...bucket, fullAt: fullAt + Math.ceil((tokens / rate) * 1000) };
    return { fullAt, rate, taken };
  }

  async cut(now: number): Promise<void> {
    this.#bucket = cut(this.#at(now), this.#settings, now) ?? this.#bucket;
  }

  async read(now: number): Promise<Bucket> {
    return this.#at(now);
  }

  #at(now: number): Bucket {
    return this.#bucket ?? fullBucket(this.#settings, now);
  }
}
