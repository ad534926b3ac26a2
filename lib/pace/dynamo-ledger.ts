import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { GetCommand, UpdateCommand, type DynamoDBDocumentClient, type UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import { stateItems } from '../contract/state-items';
import { cut, fullBucket, latestTaking, rateNow, tooFarAhead, type Bucket, type PaceSettings } from './bucket';
import type { PaceLedger, Taken } from './ledger';

const id = stateItems.pace;

/** The bucket as one item of the deliveries table. Taking from it is one write, however many take at once. */
export class DynamoPaceLedger implements PaceLedger {
  readonly #client: DynamoDBDocumentClient;
  readonly #tableName: string;
  readonly #settings: PaceSettings;
  /** As it was seen last: what it refills by changes seldom. */
  #seen: Bucket | undefined;

  constructor(client: DynamoDBDocumentClient, tableName: string, settings: PaceSettings) {
    this.#client = client;
    this.#tableName = tableName;
    this.#settings = settings;
  }

  async take(tokens: number, now: number): Promise<Taken> {
    for (let seen = this.#seen ?? (await this.read(now)); ; seen = await this.read(now)) {
      const rate = rateNow(seen, this.#settings, now);
      const taking = Math.ceil((tokens / rate) * 1000);
      const latest = latestTaking(seen, this.#settings, tokens, now);
      if (latest < now) return { fullAt: Math.max(seen.fullAt, now), rate, taken: false };
      // The usual case: the bucket is not full, and nobody has to be first.
      const bucket = await this.#update({
        UpdateExpression: 'SET full_at = full_at + :taking',
        ConditionExpression: 'full_at BETWEEN :now AND :latest',
        ExpressionAttributeValues: { ':taking': taking, ':now': now, ':latest': latest },
      });
      if (bucket) return { fullAt: bucket.fullAt - taking, rate, taken: true };
      // It is full, or was never there, or a clock that was wrong has emptied it for hours to come.
      const filled = await this.#update({
        UpdateExpression:
          'SET full_at = :full_at, rate = if_not_exists(rate, :rate), cut_at = if_not_exists(cut_at, :never)',
        ConditionExpression: 'attribute_not_exists(full_at) OR full_at < :now OR full_at > :sane',
        ExpressionAttributeValues: {
          ':full_at': now + taking,
          ':rate': this.#settings.rate,
          ':never': 0,
          ':now': now,
          ':sane': tooFarAhead(seen, this.#settings, now),
        },
      });
      if (filled) return { fullAt: now, rate, taken: true };
      const { fullAt } = await this.read(now);
      if (fullAt > latest) return { fullAt, rate, taken: false };
    }
  }

  async cut(now: number): Promise<void> {
    const bucket = await this.read(now);
    const slower = cut(bucket, this.#settings, now);
    if (!slower) return;
    await this.#update({
      UpdateExpression: 'SET full_at = :full_at, rate = :rate, cut_at = :cut_at',
      ConditionExpression: 'attribute_not_exists(cut_at) OR cut_at = :seen',
      ExpressionAttributeValues: {
        ':full_at': slower.fullAt,
        ':rate': slower.rate,
        ':cut_at': slower.cutAt,
        ':seen': bucket.cutAt,
      },
    });
  }

  async read(now: number): Promise<Bucket> {
    const { Item } = await this.#client.send(
      new GetCommand({ TableName: this.#tableName, Key: { id }, ConsistentRead: true }),
    );
    return (this.#seen = Item ? bucketOf(Item) : fullBucket(this.#settings, now));
  }

  async #update(input: Partial<UpdateCommandInput>): Promise<Bucket | undefined> {
    try {
      const { Attributes = {} } = await this.#client.send(
        new UpdateCommand({ TableName: this.#tableName, Key: { id }, ReturnValues: 'ALL_NEW', ...input }),
      );
      return (this.#seen = bucketOf(Attributes));
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return undefined;
      throw error;
    }
  }
}

const bucketOf = (item: Record<string, unknown>): Bucket => ({
  fullAt: Number(item['full_at']),
  rate: Number(item['rate']),
  cutAt: Number(item['cut_at']),
});
