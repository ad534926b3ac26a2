import type { DeliveryState } from '../contract/delivery';
import { deliveryId, parseReference } from '../contract/identity';
import { table } from '../contract/table';
import { findPipelines, onlyPipeline } from '../publisher/find-pipeline';
import type { ClientOfSdk } from './client-of-sdk';
import { readSecret } from './clients';
import { deliveryRecordOf, type DeliveryRecord } from './delivery-record';
import { hashOf, type Recipient } from './recipient';
import type { RecordsOfPipelineOptions, NotifyRecordsOptions } from './records-options';
import { TableReader } from './table-reader';

/**
 * Reads what a `NotifyPipeline` has on record of its messages. To read, you need the permission of `grantOperate`, and
 * the AWS SDK's `client-dynamodb` and `lib-dynamodb`, which Lambda has.
 *
 * @example
 * const records = await NotifyRecords.fromPipeline('licences-production');
 * const record = await records.findByKey('licence JUG-0001 granted');
 * console.log(record?.state);
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/howitworks-ttl.html
 */
export class NotifyRecords {
  readonly #options: NotifyRecordsOptions;
  readonly #table: TableReader;
  #hashKey: string | undefined;

  /**
   * @throws Error when `tableName` or `pipelineId` is missing
   *
   * @example
   * const records = new NotifyRecords({ tableName, pipelineId });
   */
  constructor(options: NotifyRecordsOptions) {
    for (const name of ['tableName', 'pipelineId'] as const) {
      if (!options[name]) throw new Error(`${name} is missing: give what the construct, or its stack's outputs, say`);
    }
    this.#options = options;
    this.#table = new TableReader(options.tableName, options.dynamoDbClient);
  }

  /**
   * The records of a pipeline that is found by its SSM parameter. It needs `@aws-sdk/client-ssm`.
   *
   * @param pipelineId the pipeline's id. Without one it is the only pipeline in the account and region
   * @param options what the parameter cannot say
   * @throws Error when there is no such pipeline, or more than one
   * @throws whatever the AWS SDK throws
   *
   * @example
   * const records = await NotifyRecords.fromPipeline('licences-production');
   * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-parameter-store.html
   */
  static async fromPipeline(
    pipelineId?: string,
    { ssmClient, ...options }: RecordsOfPipelineOptions = {},
  ): Promise<NotifyRecords> {
    const found = onlyPipeline(await findPipelines(pipelineId, ssmClient), pipelineId);
    return new NotifyRecords({
      ...options,
      pipelineId: found.pipelineId,
      tableName: found.tableName,
      hashKeySecretId: found.hashKeySecretId,
      hasRecipientIndex: found.findByRecipient,
    });
  }

  /**
   * The record of a delivery, by the id that the publisher and every event give.
   *
   * @returns `undefined` when there is none, or none any more
   * @throws whatever the AWS SDK throws
   *
   * @example
   * const record = await records.findById(deliveryId);
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_GetItem.html
   */
  async findById(id: string): Promise<DeliveryRecord | undefined> {
    return deliveryRecordOf(await this.#table.get(id));
  }

  /**
   * The record of the message with an idempotency key.
   *
   * @returns `undefined` when there is none, or none any more
   * @throws whatever the AWS SDK throws
   *
   * @example
   * const record = await records.findByKey('licence JUG-0001 granted');
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_GetItem.html
   */
  findByKey(idempotencyKey: string): Promise<DeliveryRecord | undefined> {
    return this.findById(deliveryId(this.#options.pipelineId, idempotencyKey));
  }

  /**
   * The records of the messages with a reference of the caller's, the newest first. They are read as they are asked for.
   *
   * @throws whatever the AWS SDK throws
   *
   * @example
   * for await (const record of records.findByReference('JUG-0001')) console.log(record.state);
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Query.html
   */
  async *findByReference(reference: string): AsyncGenerator<DeliveryRecord, void, undefined> {
    // No key of an index is empty.
    if (reference === '') return;
    for await (const item of this.#table.byIndex(table.referenceIndex, reference)) yield* recordsIn(item);
  }

  /**
   * The record of a message by Notify's id of it. Notify is asked whose it is, if a client for it was given and for as long
   * as Notify keeps it. Otherwise the whole table is read, which takes a read unit for every 8 KB: about 90,000 for a
   * million records, and a minute.
   *
   * @returns `undefined` when there is none, or none any more
   * @throws whatever the AWS SDK throws
   *
   * @example
   * const record = await records.findByNotificationId('740e5834-3a29-46b4-9a6f-16142fde533a');
   * @see https://docs.notifications.service.gov.uk/rest-api.html#get-the-status-of-one-message
   */
  async findByNotificationId(notificationId: string): Promise<DeliveryRecord | undefined> {
    const { notify, pipelineId } = this.#options;
    // What Notify does not know any more may be on record still.
    const notification = await notify?.getNotification(notificationId).catch(() => undefined);
    const whose = parseReference(notification?.reference);
    if (whose) return whose.pipelineId === pipelineId ? this.findById(whose.deliveryId) : undefined;
    const filter = {
      expression: '#notification = :notification',
      names: { '#notification': 'notification_id' },
      values: { ':notification': notificationId },
    };
    for await (const item of this.#table.scan(filter)) for (const record of recordsIn(item)) return record;
    return undefined;
  }

  /**
   * The records of the messages to someone, the newest first. Letters that were given as a PDF are not among them, because
   * their address is in the PDF.
   *
   * @throws Error when the pipeline has no index for it: its prop `findByRecipient` makes one
   * @throws whatever the AWS SDK throws
   *
   * @example
   * for await (const record of records.findByRecipient({ emailAddress })) console.log(record.state);
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Query.html
   */
  async *findByRecipient(recipient: Recipient): AsyncGenerator<DeliveryRecord, void, undefined> {
    const { hashKeySecretId, hasRecipientIndex, secretsManagerClient } = this.#options;
    if (!hasRecipientIndex || !hashKeySecretId) {
      throw new Error('the pipeline has no index of its recipients; set findByRecipient of the NotifyPipeline to true');
    }
    const hash = hashOf(recipient, await this.#readHashKey(hashKeySecretId, secretsManagerClient));
    for await (const item of this.#table.byIndex(table.recipientIndex, hash)) yield* recordsIn(item);
  }

  /**
   * The records in a state, in no order. The whole table is read: see `findByNotificationId` for what that costs.
   *
   * @param since only those that came to this state at that time or later
   * @throws whatever the AWS SDK throws
   *
   * @example
   * const since = new Date(Date.now() - 3_600_000);
   * for await (const record of records.findByState('rejected', since)) console.log(record.reason);
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Scan.html
   */
  async *findByState(state: DeliveryState, since: Date = new Date(0)): AsyncGenerator<DeliveryRecord, void, undefined> {
    const filter = {
      expression: '#state = :state AND #changed >= :since',
      names: { '#state': 'state', '#changed': 'changed_at' },
      values: { ':state': state, ':since': since.toISOString() },
    };
    for await (const item of this.#table.scan(filter)) yield* recordsIn(item);
  }

  /**
   * The records of the messages that Notify took between two times, in no order. The whole table is read: see
   * `findByNotificationId` for what that costs.
   *
   * @param from messages that were sent at that time or later
   * @param to messages that were sent before that time
   * @throws whatever the AWS SDK throws
   *
   * @example
   * const from = new Date('2026-03-01');
   * for await (const record of records.findSentBetween(from, new Date())) console.log(record.cost_in_pounds);
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Scan.html
   */
  async *findSentBetween(from: Date, to: Date): AsyncGenerator<DeliveryRecord, void, undefined> {
    const filter = {
      expression: '#sent >= :from AND #sent < :to',
      names: { '#sent': 'sent_at' },
      values: { ':from': from.toISOString(), ':to': to.toISOString() },
    };
    for await (const item of this.#table.scan(filter)) yield* recordsIn(item);
  }

  /** It never changes, so it is read once. */
  async #readHashKey(secretId: string, client: ClientOfSdk | undefined): Promise<string> {
    this.#hashKey ??= await readSecret(secretId, client);
    return this.#hashKey;
  }
}

/** What somebody else put into the table is no record. */
function recordsIn(item: Readonly<Record<string, unknown>>): readonly DeliveryRecord[] {
  const record = deliveryRecordOf(item);
  return record ? [record] : [];
}
