import { newBucket, take, type NotifyBucket } from '../../rules/limits/token-bucket';
import { Refusal } from '../../rules/refusal';
import type { CompleteService } from '../world/complete-world';
import type { DailyLimits, KeyType } from '../world/world';
import { day } from '../../contract/time';

/** What each service has used up: its tokens for the minute, by type of key, and its messages of the day. */
export class Limits {
  private readonly buckets = new Map<string, NotifyBucket>();
  private readonly sentToday = new Map<string, number>();
  private today = 0;

  /** Takes a token for one request, and refuses when too few are left. */
  takeToken(service: CompleteService, keyType: KeyType, now: number): void {
    const name = `${service.id} ${keyType}`;
    const { bucket, allowed } = take(
      this.buckets.get(name) ?? newBucket(service.rateLimit, now),
      service.rateLimit,
      now,
    );
    this.buckets.set(name, bucket);
    if (!allowed) throw rateLimited(service, keyType);
  }

  /** Sets how many tokens are left; each request takes one, and needs one more to be left. */
  setTokens(serviceId: string, keyType: KeyType, tokens: number, now: number): void {
    this.buckets.set(`${serviceId} ${keyType}`, { tokens, refilledAt: now });
  }

  /** Refuses when the day's allowance is used up. */
  checkDaily(service: CompleteService, keyType: KeyType, what: keyof DailyLimits, now: number): void {
    const limit = dailyLimit(service, keyType, what);
    // A test key is checked against a count of its own that nothing adds to.
    const sent = keyType === 'test' ? 0 : this.sent(service.id, what, now);
    if (sent + 1 > limit) throw dailyLimited(what, limit);
  }

  /** Counts a message that was stored. */
  count(serviceId: string, keyType: KeyType, what: keyof DailyLimits, now: number): void {
    if (keyType === 'test') return;
    this.sentToday.set(`${serviceId} ${what}`, this.sent(serviceId, what, now) + 1);
  }

  /** How many messages a service has sent today, in UTC. */
  sent(serviceId: string, what: keyof DailyLimits, now: number): number {
    const today = Math.floor(now / day);
    if (today !== this.today) this.sentToday.clear();
    this.today = today;
    return this.sentToday.get(`${serviceId} ${what}`) ?? 0;
  }
}

export function rateLimited({ rateLimit }: CompleteService, keyType: KeyType): Refusal {
  const message = `Exceeded rate limit for key type ${keyType.toUpperCase()} of ${rateLimit} requests per 60 seconds`;
  return new Refusal(429, [{ error: 'RateLimitError', message }]);
}

export function dailyLimited(what: keyof DailyLimits, limit: number): Refusal {
  const message = `Exceeded send limits (${what}: ${limit}) for today`;
  return new Refusal(429, [{ error: 'TooManyRequestsError', message }]);
}

const trialTestLimits: DailyLimits = { email: 250_000, sms: 250_000, letter: 20_000, international_sms: 100 };

export function dailyLimit(service: CompleteService, keyType: KeyType, what: keyof DailyLimits): number {
  return service.trial && keyType === 'test' ? trialTestLimits[what] : service.dailyLimits[what];
}
