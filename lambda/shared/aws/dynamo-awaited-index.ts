import {
  DeleteCommand,
  paginateQuery,
  PutCommand,
  UpdateCommand,
  type DynamoDBDocumentClient,
} from '@aws-sdk/lib-dynamodb';
import { randomBytes } from 'node:crypto';
import type { Channel } from '../../../lib/contract/message';
import { stateItems } from '../../../lib/contract/state-items';
import { table } from '../../../lib/contract/table';
import { listsOf, packList, unpackList } from '../deliveries/awaited-list';
import { earliestFirst, type AwaitedEntry } from '../deliveries/awaited-order';
import type { AwaitedDelivery, AwaitedList, ListedDelivery, ReadOptions } from '../deliveries/delivery-store';
import { conditionally } from './conditional-write';

interface ListItem {
  readonly id: string;
  readonly sent_at: string;
  /** As they are packed. */
  readonly deliveries: Uint8Array;
}

/**
 * The index of deliveries whose status is awaited: the records that say so, and items of their own for many that were sent
 * together. Such an item costs what one record does: a write unit for each kilobyte, and one more in the index.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html#GSI.ThroughputConsiderations.Writes
 */
export class DynamoAwaitedIndex {
  readonly #client: DynamoDBDocumentClient;
  readonly #tableName: string;

  constructor(client: DynamoDBDocumentClient, tableName: string) {
    this.#client = client;
    this.#tableName = tableName;
  }

  async add(channel: Channel, deliveries: readonly ListedDelivery[], ttl: number): Promise<void> {
    await Promise.all(listsOf(deliveries).map((list) => this.#put(channel, list, ttl)));
  }

  async #put(channel: Channel, deliveries: readonly ListedDelivery[], ttl: number): Promise<void> {
    const sent_at = deliveries[0]?.sent_at ?? '';
    const id = `${stateItems.awaitedList}${randomBytes(9).toString('base64url')}`;
    const item = {
      id,
      awaited: channel,
      sent_at,
      deliveries: packList({ sent_at, deliveries }),
      [table.timeToLive]: ttl,
    };
    await this.#client.send(new PutCommand({ TableName: this.#tableName, Item: item }));
  }

  async shorten(list: AwaitedList, rest: readonly ListedDelivery[]): Promise<void> {
    const { id, sent_at } = list;
    const target = { TableName: this.#tableName, Key: { id } };
    if (rest.length === 0) {
      // It never gets longer, so whatever it says by now is over too.
      await this.#client.send(new DeleteCommand(target));
      return;
    }
    // Optimistic lock: another poll may have made it shorter, or deleted it.
    const update = new UpdateCommand({
      ...target,
      UpdateExpression: 'SET deliveries = :rest',
      ConditionExpression: 'deliveries = :read',
      ExpressionAttributeValues: { ':rest': packList({ sent_at, deliveries: rest }), ':read': packList(list) },
    });
    await conditionally(this.#client.send(update));
  }

  /** A page at a time, as they are asked for. */
  async *read(
    channel: Channel,
    from: string,
    to: string,
    { order, pageSize }: ReadOptions,
  ): AsyncIterable<AwaitedEntry> {
    const pages = paginateQuery(
      { client: this.#client, ...(pageSize === undefined ? {} : { pageSize }) },
      {
        TableName: this.#tableName,
        IndexName: table.awaitedIndex.name,
        KeyConditionExpression: 'awaited = :channel AND sent_at BETWEEN :from AND :to',
        ExpressionAttributeValues: { ':channel': channel, ':from': earliestFirst(from), ':to': to },
        ScanIndexForward: order !== 'newest first',
      },
    );
    for await (const page of pages)
      for (const item of page.Items ?? []) yield entryOf(item as AwaitedDelivery | ListItem);
  }
}

function entryOf(item: AwaitedDelivery | ListItem): AwaitedEntry {
  if (!('deliveries' in item)) return item;
  const { id, sent_at, deliveries } = item;
  return { id, sent_at, deliveries: unpackList(sent_at, deliveries) };
}
