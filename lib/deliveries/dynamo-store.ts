import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import {
  GetCommand,
  paginateQuery,
  PutCommand,
  UpdateCommand,
  type DynamoDBDocumentClient,
} from '@aws-sdk/lib-dynamodb';
import type { Delivery } from '../contract/delivery';
import type { Channel } from '../contract/message';
import { table } from '../contract/table';
import { PipelineError } from '../pipeline-error';
import { isDelivery } from './is-delivery';
import { mayFollow, reclaimed, standing } from './states';
import type { AwaitedDelivery, Change, Claim, DeliveryStore, Reading } from './store';

/** The deliveries in DynamoDB. */
export class DynamoDeliveryStore implements DeliveryStore {
  readonly #client: DynamoDBDocumentClient;
  readonly #tableName: string;

  constructor(client: DynamoDBDocumentClient, tableName: string) {
    this.#client = client;
    this.#tableName = tableName;
  }

  async claim(candidate: Delivery, now: number): Promise<Claim> {
    if (await this.create(candidate)) return { claimed: true, ask: false, delivery: candidate };
    const existing = await this.find(candidate.id);
    // Gone between the two calls: its time to live was over.
    if (!existing) return this.claim(candidate, now);
    const stands = standing(existing, candidate, now);
    if (stands.kind !== 'free' && stands.kind !== 'ask') {
      return { claimed: false, standing: stands, delivery: existing };
    }
    const taken = await this.#take(existing, candidate);
    return taken ? { claimed: true, ask: stands.kind === 'ask', delivery: taken } : this.claim(candidate, now);
  }

  /** Replaces what was on record, if nobody else did so since it was read. */
  async #take(existing: Delivery, candidate: Delivery): Promise<Delivery | undefined> {
    const delivery = reclaimed(existing, candidate);
    const won = await this.#write(
      new PutCommand({
        TableName: this.#tableName,
        Item: delivery,
        ConditionExpression: '#state = :state AND changed_at = :changed_at',
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues: { ':state': existing.state, ':changed_at': existing.changed_at },
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

  advance(id: string, change: Change, lease?: number): Promise<boolean> {
    const from = mayFollow(change);
    const values: Record<string, unknown> = Object.fromEntries(from.map((state, index) => [`:from${index}`, state]));
    const names: Record<string, string> = { '#state': 'state' };
    const set = Object.entries(change)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => {
        names[`#${name}`] = name;
        values[`:${name}`] = value;
        return `#${name} = :${name}`;
      });
    const remove = [
      ...(change.lease_until === undefined ? ['lease_until'] : []),
      ...(change.awaited === undefined ? ['awaited'] : []),
      ...(change.reason === undefined ? ['reason'] : []),
    ];
    for (const name of remove) names[`#${name}`] = name;
    if (lease !== undefined) {
      names['#lease_until'] = 'lease_until';
      values[':lease'] = lease;
    }
    return this.#write(
      new UpdateCommand({
        TableName: this.#tableName,
        Key: { id },
        UpdateExpression: `SET ${set.join(', ')}${remove.length > 0 ? ` REMOVE ${remove.map((name) => `#${name}`).join(', ')}` : ''}`,
        ConditionExpression: `#state IN (${from.map((_, index) => `:from${index}`).join(', ')})${lease === undefined ? '' : ' AND #lease_until = :lease'}`,
        ExpressionAttributeNames: names,
        ExpressionAttributeValues: values,
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

  noteStatus(id: string, status: string): Promise<boolean> {
    return this.#write(
      new UpdateCommand({
        TableName: this.#tableName,
        Key: { id },
        UpdateExpression: 'SET #status = :status',
        ConditionExpression: '#state = :sent AND attribute_exists(awaited)',
        ExpressionAttributeNames: { '#status': 'status', '#state': 'state' },
        ExpressionAttributeValues: { ':status': status, ':sent': 'sent' },
      }),
    );
  }

  async *awaited(
    channel: Channel,
    from: string,
    to: string,
    { order, pageSize }: Reading = {},
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
    try {
      await (command instanceof PutCommand ? this.#client.send(command) : this.#client.send(command));
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  }
}
