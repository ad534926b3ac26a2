import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetParametersByPathCommand, SSMClient } from '@aws-sdk/client-ssm';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import type { Delivery } from '../../lib/contract/delivery';
import { deliveryId } from '../../lib/contract/identity';
import { stateItems } from '../../lib/contract/state-items';
import { iso, minute } from '../../lib/contract/time';
import { NotifyRecords, type DeliveryRecord, type NotifyRecordsOptions, type Recipient } from '../../lib/records';
import { hashesOf } from '../../lambda/shared/deliveries/hashes';
import { aLetter, anEmail, aText } from '../contract/messages';
import { aDelivery, aDeliveryThatIs, noon } from '../shared/deliveries/deliveries';
import { openTable, type TableInProcess } from '../shared/deliveries/table-in-process';

const pipelineId = 'licences';
const hashKey = 'the key of the pipeline';
const secrets = mockClient(SecretsManagerClient);
const ssm = mockClient(SSMClient);

let table: TableInProcess;
beforeAll(async () => {
  table = await openTable();
});
afterAll(() => {
  secrets.restore();
  ssm.restore();
  return table.close();
});
beforeEach(() => {
  secrets.reset();
  ssm.reset();
  secrets.on(GetSecretValueCommand, { SecretId: 'hash-key' }).resolves({ SecretString: `${hashKey}\n` });
});

const put = (item: object): Promise<unknown> =>
  table.client.send(new PutCommand({ TableName: table.name, Item: { ...item } }));

async function stored(overrides: Partial<Delivery> = {}): Promise<Delivery> {
  const delivery = aDeliveryThatIs('sent', overrides);
  await put(delivery);
  return delivery;
}

const recordsWith = (more: Partial<NotifyRecordsOptions> = {}): NotifyRecords =>
  new NotifyRecords({
    tableName: table.name,
    pipelineId,
    hashKeySecretId: 'hash-key',
    hasRecipientIndex: true,
    dynamoDbClient: table.client,
    ...more,
  });

async function idsOf(records: AsyncIterable<DeliveryRecord>): Promise<string[]> {
  const ids: string[] = [];
  for await (const record of records) ids.push(record.delivery_id);
  return ids;
}

describe('records: by one id', () => {
  test('a record is found by its delivery id, in the words of the events', async () => {
    const { id, sent_at, notification_id, created_at, changed_at, ttl, template_id } = await stored({ reference: 'R' });
    expect(await recordsWith().findById(id)).toEqual({
      delivery_id: id,
      type: 'email',
      state: 'sent',
      attempts: 1,
      reference: 'R',
      notification_id,
      template_id,
      created_at,
      changed_at,
      sent_at,
      kept_until: iso(ttl * 1000),
    });
  });

  test('a record says nothing by which a recipient or a message could be known again', async () => {
    const delivery = aDelivery({ recipient_hash: 'a hash', fingerprint: 'a fingerprint', claim: 'a claim' });
    await put(delivery);
    const text = JSON.stringify(await recordsWith().findById(delivery.id));
    expect(text).not.toMatch(/a hash|a fingerprint|a claim|lease/);
  });

  test('a record is found by its idempotency key', async () => {
    const { id } = await stored({ id: deliveryId(pipelineId, 'JUG-0001') });
    expect((await recordsWith().findByKey('JUG-0001'))?.delivery_id).toBe(id);
  });

  test('what is not there is not found', async () => {
    expect(await recordsWith().findByKey('nobody has sent this')).toBeUndefined();
  });

  test.each([
    ['a hold', { scope: 'email', since: noon, until: noon + minute }],
    ['something that somebody else put there', { state: 'sent' }],
  ])('%s is no record', async (_what, item) => {
    await put({ id: stateItems.hold.email, ...item });
    expect(await recordsWith().findById(stateItems.hold.email)).toBeUndefined();
  });
});

describe('records: by reference', () => {
  test('all records with a reference are found, the newest first, and no other', async () => {
    const times = Array.from({ length: 60 }, (_, index) => iso(noon + index * minute));
    const all = await Promise.all(times.map((created_at) => stored({ reference: 'a mailing', created_at })));
    await stored({ reference: 'another mailing' });
    expect(await idsOf(recordsWith().findByReference('a mailing'))).toEqual(all.map(({ id }) => id).toReversed());
  });

  test('an empty reference finds nothing', async () => {
    expect(await idsOf(recordsWith().findByReference(''))).toEqual([]);
  });
});

describe('records: by notification id', () => {
  test('a record is found by reading the table where Notify cannot be asked', async () => {
    const { id, notification_id } = await stored();
    expect((await recordsWith().findByNotificationId(String(notification_id)))?.delivery_id).toBe(id);
    expect(await recordsWith().findByNotificationId('d1e04b3b-0000-4000-8000-000000000000')).toBeUndefined();
  });

  test('Notify is asked whose it is, so that no table is read', async () => {
    const { id, notification_id } = await stored({ id: deliveryId(pipelineId, 'asked') });
    const notify = { getNotification: async () => ({ reference: `JUG/${pipelineId}/${id}` }) };
    // No table can be read through this one but item by item.
    const dynamoDbClient = {
      send: async (command: never) => {
        if (Object(command).constructor.name !== 'GetCommand') throw new Error('read otherwise');
        return table.client.send(command);
      },
    };
    const records = recordsWith({ notify, dynamoDbClient });
    expect((await records.findByNotificationId(String(notification_id)))?.delivery_id).toBe(id);
  });

  test('a notification of another pipeline is not found', async () => {
    const { id, notification_id } = await stored();
    const notify = { getNotification: async () => ({ reference: `someone-else/${id}` }) };
    expect(await recordsWith({ notify }).findByNotificationId(String(notification_id))).toBeUndefined();
  });

  test('what Notify does not have any more is found in the table', async () => {
    const { id, notification_id } = await stored();
    const notify = { getNotification: () => Promise.reject(new Error('NoResultFound')) };
    expect((await recordsWith({ notify }).findByNotificationId(String(notification_id)))?.delivery_id).toBe(id);
  });
});

describe('records: by recipient', () => {
  test.each<[string, Recipient, object]>([
    ['an email address', { emailAddress: ' Amala@Example.com' }, { ...anEmail, email_address: 'amala@example.com' }],
    ['a UK number', { phoneNumber: '+44 7700 900 123' }, { ...aText, phone_number: '07700900123' }],
    [
      'a postal address',
      { addressLines: ['Amala Bird', '1 The Road', 'SW1A 1AA'] },
      {
        ...aLetter,
        personalisation: { address_line_1: 'AMALA BIRD', address_line_2: '1, The Road', postcode: 'sw1a1aa' },
      },
    ],
  ])('the records to %s are found however it is spelled, and no other', async (_what, recipient, message) => {
    const { recipient_hash } = hashesOf(message as Parameters<typeof hashesOf>[0], hashKey);
    const { id } = await stored({ recipient_hash: String(recipient_hash) });
    await stored({ recipient_hash: 'of somebody else' });
    expect(await idsOf(recordsWith().findByRecipient(recipient))).toEqual([id]);
  });

  test('the hash key is read once', async () => {
    const records = recordsWith();
    await idsOf(records.findByRecipient({ phoneNumber: '07700 900123' }));
    await idsOf(records.findByRecipient({ phoneNumber: '07700 900124' }));
    expect(secrets.calls()).toHaveLength(1);
  });

  test('a hash key that could not be read is read again', async () => {
    secrets.on(GetSecretValueCommand).rejectsOnce(new Error('throttled')).resolves({ SecretString: hashKey });
    const records = recordsWith();
    await expect(idsOf(records.findByRecipient({ phoneNumber: '07700 900199' }))).rejects.toThrow('throttled');
    expect(await idsOf(records.findByRecipient({ phoneNumber: '07700 900199' }))).toEqual([]);
  });

  test('a pipeline without the index says which prop makes it', async () => {
    await expect(
      idsOf(recordsWith({ hasRecipientIndex: false }).findByRecipient({ phoneNumber: '07700 900123' })),
    ).rejects.toThrow('set findByRecipient of the NotifyPipeline to true');
  });
});

describe('records: of a pipeline', () => {
  test('they are found by its SSM parameter', async () => {
    const description = {
      version: 1,
      pipelineId,
      queueUrl: 'q',
      urgentQueueUrl: 'u',
      bucketName: 'b',
      tableName: table.name,
      hashKeySecretId: 'hash-key',
      findByRecipient: true,
    };
    ssm.on(GetParametersByPathCommand).resolves({ Parameters: [{ Value: JSON.stringify(description) }] });
    const records = await NotifyRecords.fromPipeline(pipelineId, { dynamoDbClient: table.client });
    const { id } = await stored({ id: deliveryId(pipelineId, 'found') });
    expect((await records.findByKey('found'))?.delivery_id).toBe(id);
    expect(await idsOf(records.findByRecipient({ emailAddress: 'nobody@example.com' }))).toEqual([]);
  });

  test.each(['tableName', 'pipelineId'])('%s has to be given', (name) => {
    expect(() => recordsWith({ [name]: '' })).toThrow(`${name} is missing`);
  });
});
