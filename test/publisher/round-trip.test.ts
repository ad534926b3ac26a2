import type { SQSRecord } from 'aws-lambda';
import { deliveryId } from '../../lib/contract/identity';
import { prepareUpload } from '../../lib/notify';
import { openTable, type TableInProcess } from '../shared/deliveries/table-in-process';
import { aRecord } from '../send/records';
import { bucketName, openSender, pipelineId, type SenderInTest } from '../send/sender-in-test';
import { openPublisher, type AwsInMemory } from './aws-in-memory';

const templateId = '5d7c0a0e-5b0f-4d43-8a36-6f1f9d7b1c01';

let table: TableInProcess;
let sender: SenderInTest;
beforeAll(async () => {
  table = await openTable();
});
beforeEach(() => {
  sender = openSender(table);
});
afterAll(() => table.close());

const publisherOf = () => openPublisher({ pipelineId, bucketName });

/** Brings what was published to the pipeline, as SQS and S3 do. */
async function deliver(aws: AwsInMemory): Promise<void> {
  for (const [key, content] of aws.objects) await sender.bucket.put(key, content);
  const records = aws.entries.map(({ MessageBody = '', MessageAttributes = {} }): SQSRecord => {
    const attributes = Object.entries(MessageAttributes).map(([name, { DataType = '', StringValue = '' }]) => [
      name,
      { dataType: DataType, stringValue: StringValue, stringListValues: [], binaryListValues: [] },
    ]);
    return aRecord(MessageBody, { attributes: Object.fromEntries(attributes) as SQSRecord['messageAttributes'] });
  });
  expect(await sender.take(...records)).toEqual([]);
}

describe('publisher: round trip to Notify', () => {
  it('a file of 2 MiB reaches Notify unchanged, under the delivery id that the publisher gave', async () => {
    const { aws, publisher } = publisherOf();
    const pdf = Buffer.alloc(2 * 1024 * 1024, '%PDF-1.7 ');
    const { deliveryId: id } = await publisher.sendEmail({
      templateId,
      emailAddress: 'amala@example.com',
      personalisation: { name: 'Amala 🐍', link_to_file: prepareUpload(pdf, { filename: 'decision.pdf' }) },
    });
    await deliver(aws);
    const [post] = sender.notify.posts;
    const sent = post?.body['personalisation'] as { link_to_file: { file: string } } | undefined;
    expect(Buffer.from(sent?.link_to_file.file ?? '', 'base64').equals(pdf)).toBe(true);
    expect(await table.store.find(id)).toMatchObject({ state: 'sent', type: 'email' });
    expect(sender.bucket.keys).toEqual([]);
  });

  it('a message of each kind reaches Notify', async () => {
    const { aws, publisher } = publisherOf();
    const personalisation = {
      address_line_1: 'Amala Bird',
      address_line_2: '1 High Street',
      address_line_3: 'SW14 6BH',
    };
    const published = [
      await publisher.sendSms({ templateId, phoneNumber: '07900900123' }),
      await publisher.sendLetter({ templateId, personalisation }),
      await publisher.sendPrecompiledLetter({ content: Buffer.from('%PDF-1.7'), postage: 'economy' }),
    ];
    await deliver(aws);
    const records = await Promise.all(published.map(({ deliveryId: id }) => table.store.find(id)));
    expect(records.map((record) => [record?.type, record?.state])).toEqual([
      ['sms', 'sent'],
      ['letter', 'sent'],
      ['precompiled_letter', 'sent'],
    ]);
  });

  it('a message that is published again because its answer was lost is sent once', async () => {
    const { aws, publisher } = publisherOf();
    aws.sqsMeets.push({});
    const { idempotencyKey } = await publisher.sendSms({ templateId, phoneNumber: '07900900123' });
    aws.batches.push(...aws.batches);
    await deliver(aws);
    await sender.letAllComeBack();
    expect(sender.notify.rows).toHaveLength(1);
    expect(await table.store.find(deliveryId(pipelineId, idempotencyKey))).toMatchObject({ state: 'sent' });
  });
});
