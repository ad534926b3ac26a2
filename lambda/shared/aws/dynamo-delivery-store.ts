import {
  GetCommand,
  paginateQuery,
  PutCommand,
  UpdateCommand,
  type DynamoDBDocumentClient,
} from '@aws-sdk/lib-dynamodb';
import type { Delivery } from '../../../lib/contract/delivery';
import type { Channel } from '../../../lib/contract/message';
import { table } from '../../../lib/contract/table';
import { PipelineError } from '../../../lib/contract/pipeline-error';
import { isDelivery } from '../deliveries/is-delivery';
import { mayFollow, reclaimed, claimability } from '../deliveries/states';
import type {
  AwaitedDelivery,
  Transition,
  ClaimResult,
  DeliveryStore,
  Annotation,
  ReadOptions,
  Expected,
} from '../deliveries/delivery-store';
import { conditionally } from './conditional-write';

interface UpdateTerms {
  readonly remove: readonly string[];
  readonly still: Expected;
  readonly conditions: readonly string[];
  /** Of the conditions. */
  readonly values: Readonly<Record<string, unknown>>;
}

/** The deliveries in DynamoDB. */
export class DynamoDeliveryStore implements DeliveryStore {
  readonly #client: DynamoDBDocumentClient;
  readonly #tableName: string;

  constructor(client: DynamoDBDocumentClient, tableName: string) {
    this.#client = client;
    this.#tableName = tableName;
  }

  async claim(candidate: Delivery, now: number): Promise<ClaimResult> {
    if (await this.create(candidate)) return { claimed: true, verify: false, delivery: candidate };
    const existing = await this.find(candidate.id);
    // Gone between the two calls: its time to live was over.
    if (!existing) return this.claim(candidate, now);
    const stands = claimability(existing, candidate, now);
    if (stands.kind !== 'free' && stands.kind !== 'verify') {
      return { claimed: false, claimability: stands, delivery: existing };
    }
    const taken = await this.#take(existing, candidate);
    return taken ? { claimed: true, verify: stands.kind === 'verify', delivery: taken } : this.claim(candidate, now);
  }

  /** Replaces what was on record, if nobody else did so since it was read. */
  async #take(existing: Delivery, candidate: Delivery): Promise<Delivery | undefined> {
    const delivery = reclaimed(existing, candidate);
    const won = await this.#write(
      new PutCommand({
        TableName: this.#tableName,
        Item: delivery,
        // Within one millisecond, nothing but the lease tells a claim from what was on record.
        ConditionExpression:
          '#state = :state AND changed_at = :changed_at AND (attribute_not_exists(lease_until) OR lease_until = :lease)',
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues: {
          ':state': existing.state,
          ':changed_at': existing.changed_at,
          ':lease': existing.lease_until ?? 0,
        },
      }),
    );
    return won ? delivery : undefined;
  }

  create(delivery: Delivery): Promise<boolean> {
    return this.#write(
      new PutCommand({
        TableName: this.#tableName,
        Item: delivery,
        ConditionExpression: 'attribute_not_exists(id)',
      }),
    );
  }

  transition(id: string, change: Transition, still: Expected = {}): Promise<boolean> {
    const from = mayFollow(change);
    const over = (['lease_until', 'awaited', 'reason'] as const).filter((name) => change[name] === undefined);
    return this.#update(id, change, {
      remove: over,
      still,
      conditions: [`#state IN (${from.map((_, index) => `:from${index}`).join(', ')})`],
      values: Object.fromEntries(from.map((state, index) => [`:from${index}`, state])),
    });
  }

  annotate(id: string, facts: Annotation, still: Expected): Promise<boolean> {
    return this.#update(id, facts, { remove: [], still, conditions: ['attribute_exists(#state)'], values: {} });
  }

  /** Sets and removes attributes of an item on conditions that may name its state. */
  #update(id: string, set: object, { remove, still, conditions, values }: UpdateTerms): Promise<boolean> {
    const given = (fields: object) => Object.entries(fields).filter(([, value]) => value !== undefined);
    const [setting, expecting] = [given(set), given(still)];
    const names = ['state', ...remove, ...[...setting, ...expecting].map(([name]) => name)];
    const removal = remove.length > 0 ? ` REMOVE ${remove.map((name) => `#${name}`).join(', ')}` : '';
    return this.#write(
      new UpdateCommand({
        TableName: this.#tableName,
        Key: { id },
        UpdateExpression: `SET ${setting.map(([name]) => `#${name} = :${name}`).join(', ')}${removal}`,
        ConditionExpression: [...conditions, ...expecting.map(([name]) => `#${name} = :still_${name}`)].join(' AND '),
        ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
        ExpressionAttributeValues: {
          ...values,
          ...Object.fromEntries(setting.map(([name, value]) => [`:${name}`, value])),
          ...Object.fromEntries(expecting.map(([name, value]) => [`:still_${name}`, value])),
        },
      }),
    );
  }

  async find(id: string): Promise<Delivery | undefined> {
    const { Item } = await this.#client.send(
      new GetCommand({ TableName: this.#tableName, Key: { id }, ConsistentRead: true }),
    );
    if (Item && !isDelivery(Item)) {
      throw new PipelineError(
        `item ${id} of table ${this.#tableName} is not a delivery; look who put it there, and delete it`,
      );
    }
    return Item;
  }

  async *awaited(
    channel: Channel,
    from: string,
    to: string,
    { order, pageSize }: ReadOptions = {},
  ): AsyncIterable<AwaitedDelivery> {
    const pages = paginateQuery(
      { client: this.#client, ...(pageSize === undefined ? {} : { pageSize }) },
      {
        TableName: this.#tableName,
        IndexName: table.awaitedIndex.name,
        KeyConditionExpression: 'awaited = :channel AND sent_at BETWEEN :from AND :to',
        ExpressionAttributeValues: { ':channel': channel, ':from': from, ':to': to },
        ScanIndexForward: order !== 'newest first',
      },
    );
    for await (const page of pages) yield* (page.Items ?? []) as AwaitedDelivery[];
  }

  async #write(command: PutCommand | UpdateCommand): Promise<boolean> {
    const written = command instanceof PutCommand ? this.#client.send(command) : this.#client.send(command);
    return (await conditionally<unknown>(written)) !== undefined;
  }
}
