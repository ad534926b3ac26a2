import {
  DeleteCommand,
  GetCommand,
  PutCommand,
  UpdateCommand,
  type DynamoDBDocumentClient,
} from '@aws-sdk/lib-dynamodb';
import { conditionally } from '../../lambda/shared/aws/conditional-write';
import { unpack, type PackedBody } from '../../lambda/shared/schedule/packed-body';
import type { Delivery } from '../../lib/contract/delivery';
import { isDelivery } from '../../lib/contract/is-delivery';
import type { PipelineDescription } from '../../lib/contract/pipeline-parameter';
import { textLogKey, textLogs } from '../../lib/contract/recipient-hash';
import { keyOfScheduled } from '../../lib/contract/scheduled';
import { stateItems } from '../../lib/contract/state-items';
import { table } from '../../lib/contract/table';
import { TableReader } from '../../lib/records/table-reader';
import type { Tombstone } from './tombstone';

/** The tables of a pipeline, as far as a person can be found in them. */
export class PersonRecords {
  readonly #client: DynamoDBDocumentClient;
  readonly #pipeline: PipelineDescription;

  constructor(client: DynamoDBDocumentClient, pipeline: PipelineDescription) {
    this.#client = client;
    this.#pipeline = pipeline;
  }

  /** The deliveries to a recipient: those that the index names, or else the whole table is read. */
  async *of(hash: string): AsyncGenerator<Delivery> {
    const { tableName, findByRecipient } = this.#pipeline;
    const reader = new TableReader(tableName, this.#client);
    const items = findByRecipient
      ? reader.byIndex(table.recipientIndex, hash)
      : reader.scan({
          expression: '#hash = :hash',
          names: { '#hash': 'recipient_hash' },
          values: { ':hash': hash },
        });
    for await (const item of items) if (isDelivery(item)) yield item;
  }

  async find(id: string): Promise<Delivery | undefined> {
    const { Item } = await this.#client.send(
      new GetCommand({ TableName: this.#pipeline.tableName, Key: { id }, ConsistentRead: true }),
    );
    return isDelivery(Item) ? Item : undefined;
  }

  /** Writes a tombstone in the place of a record. Answers whether the record was still as it was read. */
  async writeTombstone(delivery: Delivery, { set, remove }: Tombstone): Promise<boolean> {
    const names = [...Object.keys(set), ...remove];
    if (names.length === 0) return true;
    const setting = Object.keys(set).map((name) => `#${name} = :${name}`);
    const update = new UpdateCommand({
      TableName: this.#pipeline.tableName,
      Key: { id: delivery.id },
      UpdateExpression: [
        ...(setting.length > 0 ? [`SET ${setting.join(', ')}`] : []),
        ...(remove.length > 0 ? [`REMOVE ${remove.map((name) => `#${name}`).join(', ')}`] : []),
      ].join(' '),
      ConditionExpression:
        '#state = :was AND #changed_at = :then AND (attribute_not_exists(lease_until) OR lease_until = :lease)',
      ExpressionAttributeNames: Object.fromEntries(['state', 'changed_at', ...names].map((name) => [`#${name}`, name])),
      ExpressionAttributeValues: {
        ...Object.fromEntries(Object.entries(set).map(([name, value]) => [`:${name}`, value])),
        ':was': delivery.state,
        ':then': delivery.changed_at,
        ':lease': delivery.lease_until ?? 0,
      },
    });
    return (await conditionally<unknown>(this.#client.send(update))) !== undefined;
  }

  /** Writes a record where there is none. Answers whether there was none. */
  async create(delivery: Delivery): Promise<boolean> {
    const put = new PutCommand({
      TableName: this.#pipeline.tableName,
      Item: delivery,
      ConditionExpression: 'attribute_not_exists(id)',
    });
    return (await conditionally<unknown>(this.#client.send(put))) !== undefined;
  }

  /** The body of the scheduled message of a delivery. `undefined`: none waits any more. */
  async scheduledBody({ id, scheduled }: Delivery): Promise<string | undefined> {
    if (scheduled === undefined) return undefined;
    const { Item } = await this.#client.send(
      new GetCommand({ TableName: this.#pipeline.scheduledTableName, Key: keyOfScheduled(id, scheduled) }),
    );
    const body = Item?.['body'] as PackedBody | undefined;
    return body === undefined ? undefined : unpack(body);
  }

  async unschedule({ id, scheduled = '' }: Delivery): Promise<void> {
    await this.#client.send(
      new DeleteCommand({ TableName: this.#pipeline.scheduledTableName, Key: keyOfScheduled(id, scheduled) }),
    );
  }

  /** Deletes when text messages went to a number. */
  async forgetTexts(number: string, hashKey: string): Promise<void> {
    for (const counted of textLogs) {
      const id = stateItems.textsToNumber + textLogKey(number, hashKey, counted);
      await this.#client.send(new DeleteCommand({ TableName: this.#pipeline.tableName, Key: { id } }));
    }
  }
}
