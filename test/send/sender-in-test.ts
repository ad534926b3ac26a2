import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { SQSRecord } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { randomUUID } from 'node:crypto';
import { messageAttributes } from '../../lib/contract/attributes';
import type { Delivery } from '../../lib/contract/delivery';
import { deliveryId } from '../../lib/contract/identity';
import type { Hold, Monitor } from '../../lambda/ports';
import { originalMessageId } from '../../lambda/send/opening';
import { createReceiver } from '../../lambda/send/receive';
import { createSender, type SendDependencies } from '../../lambda/send/send';
import { createNotifySource } from '../../lambda/wiring/notify-source';
import { createSecret } from '../../lambda/wiring/secret';
import { noon } from '../deliveries/deliveries';
import type { TableInProcess } from '../deliveries/table-in-process';
import { ClockInTest } from '../wiring/clock-in-test';
import { RecordingMonitor } from '../wiring/recording-monitor';
import { anEvent, aRecord, attribute } from './records';
import { apiKeyOf, aSecret, ScriptedNotify } from './scripted-notify';

export const pipelineId = 'staging';

/** Remembers what was put aside, and hands it over again as the new SQS message that it becomes. */
class ScriptedHold implements Hold {
  waiting: { record: SQSRecord; until: number }[] = [];
  readonly buried: { record: SQSRecord; reason: string }[] = [];

  async until(record: SQSRecord, until: number): Promise<void> {
    this.waiting.push({ record, until });
  }

  async bury(record: SQSRecord, reason: string): Promise<void> {
    this.buried.push({ record, reason });
  }

  /** What comes back by then. */
  due(now: number): SQSRecord[] {
    const due = this.waiting.filter(({ until }) => until <= now);
    this.waiting = this.waiting.filter(({ until }) => until > now);
    return due.map(({ record }) => sentAnew(record));
  }
}

export const sentAnew = (record: SQSRecord): SQSRecord =>
  aRecord(record.body, {
    arn: record.eventSourceARN,
    attributes: { [messageAttributes.idempotencyKey]: attribute(originalMessageId(record)) },
  });

/** The send function with everything real but AWS, Notify and time. The table is a DynamoDB. */
export function openSender(table: TableInProcess, overrides: Partial<SendDependencies> & { monitor?: Monitor } = {}) {
  const clock = new ClockInTest(noon);
  const secret = aSecret();
  const notify = new ScriptedNotify(clock, secret);
  const hold = new ScriptedHold();
  const monitor = new RecordingMonitor();
  const client = new SecretsManagerClient();
  const secrets = mockClient(client);
  secrets.on(GetSecretValueCommand).resolves({ SecretString: apiKeyOf(secret) });

  const dependencies: SendDependencies = {
    store: table.store,
    notify: createNotifySource(createSecret(client, 'api key', clock), {
      clock,
      transport: notify.transport,
    }),
    hold,
    clock,
    monitor,
    hashKey: async () => 'the hash key',
    pipelineId,
    recordRetentionSeconds: 90 * 86_400,
    ...overrides,
  };
  const receive = createReceiver(createSender(dependencies), dependencies.monitor);

  /** Gives a batch to the function. Answers the ids of the messages that come back to the queue. */
  async function take(...records: SQSRecord[]): Promise<string[]> {
    const { batchItemFailures } = await receive(anEvent(...records));
    return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
  }

  return {
    apiKey: apiKeyOf(secret),
    clock,
    notify,
    hold,
    monitor,
    secrets,
    take,
    /** What is on record of a message, under its idempotency key or the id that SQS gave it. */
    recordOf: async (key: string): Promise<Delivery | undefined> => table.store.find(deliveryId(pipelineId, key)),
    refusedRecordOf: async ({ messageId }: SQSRecord): Promise<Delivery | undefined> =>
      table.store.find(deliveryId(pipelineId, `refused ${messageId}`)),
    /** Moves time to when the first message comes back, and gives the function all that do. */
    async letTheNextComeBack(): Promise<string[]> {
      clock.moveTo(Math.min(...hold.waiting.map(({ until }) => until)));
      return take(...hold.due(clock.now()));
    },
    secretHolds: (value: string): void => void secrets.on(GetSecretValueCommand).resolves({ SecretString: value }),
  };
}

export type SenderInTest = ReturnType<typeof openSender>;

export const aKey = (): string => `order ${randomUUID()}`;
