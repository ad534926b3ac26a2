import type { table } from '../contract/table';
import type { ClientOfSdk } from './client-of-sdk';
import { openDocuments, type DocumentClient } from './clients';

type Item = Readonly<Record<string, unknown>>;
type Index = typeof table.referenceIndex | typeof table.recipientIndex;

/** What items are wanted of the whole table. */
export interface ScanFilter {
  readonly expression: string;
  readonly names: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, unknown>>;
}

/** DynamoDB reads as many parts of a table at once: one after the other, a million records would take minutes. */
const segments = 8;
/** The records that are fetched at once of those that an index names. */
const fetchedAtOnce = 25;

/** Reads the deliveries table: one item, those that an index names, or all of them. */
export class TableReader {
  readonly #tableName: string;
  readonly #given: ClientOfSdk | undefined;
  #opened: Promise<DocumentClient> | undefined;

  constructor(tableName: string, given?: ClientOfSdk) {
    this.#tableName = tableName;
    this.#given = given;
  }

  async get(id: string): Promise<Item | undefined> {
    const { documents, client } = await this.#open();
    const { Item } = await client.send(
      new documents.GetCommand({ TableName: this.#tableName, Key: { id }, ConsistentRead: true }),
    );
    return Item;
  }

  /** Those with a value, the newest first. The index holds keys alone, so each is fetched. */
  async *byIndex({ name, partitionKey }: Index, value: string): AsyncGenerator<Item> {
    const { documents, client } = await this.#open();
    let from: Item | undefined;
    do {
      const page = await client.send(
        new documents.QueryCommand({
          TableName: this.#tableName,
          IndexName: name,
          KeyConditionExpression: '#key = :value',
          ExpressionAttributeNames: { '#key': partitionKey },
          ExpressionAttributeValues: { ':value': value },
          ScanIndexForward: false,
          ...(from && { ExclusiveStartKey: from }),
        }),
      );
      const ids = (page.Items ?? []).map((item) => String(item['id']));
      for (let at = 0; at < ids.length; at += fetchedAtOnce) {
        const some = await Promise.all(ids.slice(at, at + fetchedAtOnce).map((id) => this.get(id)));
        yield* some.filter((item) => item !== undefined);
      }
      from = page.LastEvaluatedKey;
    } while (from);
  }

  /** Reads the whole table, and answers what the filter lets through, in no order. */
  async *scan({ expression, names, values }: ScanFilter): AsyncGenerator<Item> {
    const { documents, client } = await this.#open();
    const read = async (segment: number, from?: Item) => {
      const { Items = [], LastEvaluatedKey } = await client.send(
        new documents.ScanCommand({
          TableName: this.#tableName,
          FilterExpression: expression,
          ExpressionAttributeNames: names,
          ExpressionAttributeValues: values,
          Segment: segment,
          TotalSegments: segments,
          ...(from && { ExclusiveStartKey: from }),
        }),
      );
      return { segment, items: Items, next: LastEvaluatedKey };
    };
    const begin = (segment: number, from?: Item) => {
      const page = read(segment, from);
      // A reader that has found what it wants ignores later failures.
      page.catch(() => undefined);
      return page;
    };
    const pages = new Map(Array.from({ length: segments }, (_, segment) => [segment, begin(segment)]));
    while (pages.size > 0) {
      const { segment, items, next } = await Promise.race(pages.values());
      if (next) pages.set(segment, begin(segment, next));
      else pages.delete(segment);
      yield* items;
    }
  }

  #open(): Promise<DocumentClient> {
    this.#opened ??= openDocuments(this.#given);
    return this.#opened;
  }
}
