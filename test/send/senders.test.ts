import type { SendMessageBatchCommand, SendMessageBatchRequestEntry } from '@aws-sdk/client-sqs';
import { createSqsMessageQueues } from '../../lambda/shared/aws/sqs-queues';
import { heldQueues } from '../../lib/contract/lane';
import { deliveryId } from '../../lib/contract/identity';
import { NotifyPublisher } from '../../lib/publisher';
import { anEmail } from '../contract/messages';
import { ClockInTest } from '../fakes/clock-in-test';
import { noon } from '../shared/deliveries/deliveries';
import { openTable, type TableInProcess } from '../shared/deliveries/table-in-process';
import { aRecord, attribute, urgentQueueArn } from './records';
import { aKey, openSender, pipelineId } from './sender-in-test';

let table: TableInProcess;
beforeAll(async () => {
  table = await openTable();
});
afterAll(() => table.close());

const from = (sender: string, key: string, email_address: string = anEmail.email_address) =>
  aRecord({ ...anEmail, email_address, idempotency_key: key }, { attributes: { NotifySender: attribute(sender) } });

describe('send: several services on one pipeline', () => {
  test('one idempotency key of two services, and of one without a name, is three messages', async () => {
    const sender = openSender(table);
    const key = aKey();
    await sender.take(from('licences', key), from('permits', key), from('licences', key));
    await sender.take(aRecord({ ...anEmail, idempotency_key: key }));
    expect(sender.notify.posts).toHaveLength(3);
    expect(await table.store.find(deliveryId(pipelineId, key, 'licences'))).toMatchObject({
      state: 'sent',
      sender: 'licences',
    });
    expect(await table.store.find(deliveryId(pipelineId, key, 'permits'))).toMatchObject({ sender: 'permits' });
    expect(await sender.recordOf(key)).not.toHaveProperty('sender');
  });

  test('a rejected message says whose it was, and what is no name is none', async () => {
    const sender = openSender(table);
    const [key, other] = [aKey(), aKey()];
    await sender.take(from('licences', key));
    const refused = from('licences', key, 'bilal@example.com');
    await sender.take(refused, from('amala@example.com', other));
    expect(await sender.refusedRecordOf(refused)).toMatchObject({ state: 'rejected', sender: 'licences' });
    expect(await sender.recordOf(other)).not.toHaveProperty('sender');
  });

  test('the log says whose each message is, and of one without a name nothing', async () => {
    const sender = openSender(table);
    await sender.take(from('licences', aKey()), aRecord({ ...anEmail, idempotency_key: aKey() }));
    const handled = sender.monitor.said.filter(({ what }) => what === 'message handled');
    expect(handled.map(({ about }) => about)).toEqual([
      expect.objectContaining({ state: 'sent', sender: 'licences' }),
      expect.objectContaining({ state: 'sent', sender: undefined }),
    ]);
  });

  test('a message that is put back keeps its sender, though it carries as many attributes as SQS takes', async () => {
    const sent: SendMessageBatchRequestEntry[] = [];
    const sqs = {
      send: async ({ input }: SendMessageBatchCommand) => {
        sent.push(...(input.Entries ?? []));
        return { Successful: (input.Entries ?? []).map(({ Id }) => ({ Id })), Failed: [] };
      },
    };
    const urls = {
      queueUrl: 'queue',
      urgentQueueUrl: 'urgent',
      urgentQueueArn,
      heldQueueUrl: Object.fromEntries(heldQueues.map((name) => [name, name])) as never,
      deadLetterQueueUrl: 'dead letters',
    };
    const queues = createSqsMessageQueues(sqs as never, urls, new ClockInTest(noon));
    const others = Object.fromEntries(Array.from({ length: 9 }, (_, place) => [`a${place}`, attribute('x')]));
    const record = aRecord(anEmail, { attributes: { ...others, NotifySender: attribute('licences') } });
    await queues.requeue(record, noon);
    await queues.hold(record, 'email');
    for (const { MessageAttributes = {} } of sent) {
      expect(MessageAttributes['NotifySender']).toEqual({ DataType: 'String', StringValue: 'licences' });
      expect(Object.keys(MessageAttributes)).toHaveLength(10);
    }
    expect(sent).toHaveLength(2);
  });

  test('the publisher says its sender, and answers the id that the pipeline will give the delivery', async () => {
    const commands: { readonly input: { readonly Entries: readonly object[] } }[] = [];
    const sqsClient = {
      send: async (command: never) => {
        commands.push(command);
        return { Successful: [], Failed: [] };
      },
    };
    const publisher = new NotifyPublisher({ queueUrl: 'https://queue', pipelineId, sender: 'licences', sqsClient });
    const { deliveryId: id } = await publisher.sendEmail({
      templateId: anEmail.template_id,
      emailAddress: anEmail.email_address,
      idempotencyKey: 'a key',
    });
    expect(id).toBe(deliveryId(pipelineId, 'a key', 'licences'));
    expect(commands[0]?.input.Entries).toMatchObject([
      { MessageAttributes: { NotifySender: { DataType: 'String', StringValue: 'licences' } } },
    ]);
    expect(() => new NotifyPublisher({ queueUrl: 'q', pipelineId, sender: 'a team' })).toThrow(
      'sender must be 1 to 40',
    );
  });

  test('a publisher without an urgent queue is made from the environment, and refuses what is urgent', async () => {
    const publisher = NotifyPublisher.fromEnv({
      NOTIFY_PUBLISHER_QUEUE_URL: 'https://queue',
      NOTIFY_PUBLISHER_BUCKET_NAME: 'bucket',
      NOTIFY_PUBLISHER_PIPELINE_ID: pipelineId,
      NOTIFY_PUBLISHER_SENDER: 'licences',
    });
    const urgent = {
      templateId: anEmail.template_id,
      emailAddress: anEmail.email_address,
      priority: 'urgent',
    } as const;
    await expect(publisher.sendEmail(urgent)).rejects.toThrow(
      'priority is urgent and the publisher has no urgentQueueUrl',
    );
  });
});
