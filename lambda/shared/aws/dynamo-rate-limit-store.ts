import { GetCommand, UpdateCommand, type DynamoDBDocumentClient, type UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import { stateItems } from '../../../lib/contract/state-items';
import type { RateLimitSettings } from '../../../lib/contract/rate-limit';
import {
  slowedDown,
  fullBucket,
  latestFullAt,
  rateNow,
  tooFarAhead,
  type TokenBucket,
} from '../rate-limit/token-bucket';
import type { RateLimitStore, TakeResult } from '../rate-limit/rate-limit-store';
import { conditionally } from './conditional-write';

const id = stateItems.rateLimit;

/** The bucket as one item of the deliveries table. Taking from it is one write, however many take at once. */
export class DynamoRateLimitStore implements RateLimitStore {
  readonly #client: DynamoDBDocumentClient;
  readonly #tableName: string;
  readonly #settings: RateLimitSettings;
  /** As it was seen last: what it refills by changes seldom. */
  #seen: TokenBucket | undefined;

  constructor(client: DynamoDBDocumentClient, tableName: string, settings: RateLimitSettings) {
    this.#client = client;
    this.#tableName = tableName;
    this.#settings = settings;
  }

  async take(tokens: number, now: number): Promise<TakeResult> {
    for (let seen = this.#seen ?? (await this.read(now)); ;) {
      const rate = rateNow(seen, this.#settings, now);
      const taking = Math.ceil((tokens / rate) * 1000);
      const latest = latestFullAt(seen, this.#settings, tokens, now);
      const sane = tooFarAhead(seen, this.#settings, now);
      if (latest < now) return { fullAt: Math.max(seen.fullAt, now), rate, taken: false };

      const add = () => this.#add(taking, { now, latest });
      const refill = () => this.#refill(taking, { now, sane });
      // A write that is refused costs as much as any other, so what was right the last time is tried first.
      const isSpent = seen.fullAt > latest && seen.fullAt <= sane;
      const ways = isSpent ? [] : seen.fullAt <= now ? [refill, add] : [add, refill];
      for (const take of ways) {
        const fullAt = await take();
        if (fullAt !== undefined) return { fullAt, rate, taken: true };
      }
      seen = await this.read(now);
      if (seen.fullAt > latest) return { fullAt: seen.fullAt, rate, taken: false };
    }
  }

  /** Takes from a bucket that is in use: nobody has to be first. */
  async #add(taking: number, { now, latest }: { now: number; latest: number }): Promise<number | undefined> {
    const bucket = await this.#update({
      UpdateExpression: 'SET full_at = full_at + :taking',
      ConditionExpression: 'full_at BETWEEN :now AND :latest',
      ExpressionAttributeValues: { ':taking': taking, ':now': now, ':latest': latest },
    });
    return bucket && bucket.fullAt - taking;
  }

  /** Takes from a bucket that is full, or was never there, or that a clock which was wrong has emptied for hours to come. */
  async #refill(taking: number, { now, sane }: { now: number; sane: number }): Promise<number | undefined> {
    const bucket = await this.#update({
      UpdateExpression:
        'SET full_at = :full_at, rate = if_not_exists(rate, :rate), cut_at = if_not_exists(cut_at, :never)',
      ConditionExpression: 'NOT attribute_type(full_at, :number) OR full_at < :now OR full_at > :sane',
      ExpressionAttributeValues: {
        ':full_at': now + taking,
        ':rate': this.#settings.rate,
        ':never': 0,
        ':number': 'N',
        ':now': now,
        ':sane': sane,
      },
    });
    return bucket && now;
  }

  async slowDown(now: number): Promise<void> {
    const bucket = await this.read(now);
    const slower = slowedDown(bucket, this.#settings, now);
    if (!slower) return;
    await this.#update({
      UpdateExpression: 'SET full_at = :full_at, rate = :rate, cut_at = :cut_at',
      ConditionExpression: 'NOT attribute_type(cut_at, :number) OR cut_at = :seen',
      ExpressionAttributeValues: {
        ':full_at': slower.fullAt,
        ':rate': slower.rate,
        ':cut_at': slower.cutAt,
        ':seen': bucket.cutAt,
        ':number': 'N',
      },
    });
  }

  async read(now: number): Promise<TokenBucket> {
    const { Item } = await this.#client.send(
      new GetCommand({ TableName: this.#tableName, Key: { id }, ConsistentRead: true }),
    );
    return (this.#seen = this.#bucketOf(Item, now));
  }

  async #update(input: Partial<UpdateCommandInput>): Promise<TokenBucket | undefined> {
    const key = { TableName: this.#tableName, Key: { id } };
    const output = await conditionally(
      this.#client.send(new UpdateCommand({ ...key, ReturnValues: 'ALL_NEW', ...input })),
    );
    if (output) this.#seen = this.#bucketOf(output.Attributes, 0);
    return output && this.#seen;
  }

  /** What somebody else put there is taken for what it would be if they had not. */
  #bucketOf(item: Readonly<Record<string, unknown>> = {}, now: number): TokenBucket {
    const full = fullBucket(this.#settings, now);
    const number = (value: unknown, otherwise: number): number => (typeof value === 'number' ? value : otherwise);
    return {
      fullAt: number(item['full_at'], full.fullAt),
      rate: number(item['rate'], full.rate),
      cutAt: number(item['cut_at'], full.cutAt),
    };
  }
}
