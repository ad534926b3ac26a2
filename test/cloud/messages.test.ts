import { GetQueueAttributesCommand, SetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { checkQueue } from '../../bin/commands/check-queue';
import { prepareUpload } from '../../lib/notify';
import { NotifyPublisher } from '../../lib/publisher';
import { acceptedFor } from '../../local/accepted';
import { callbackTarget, setCallbacks } from '../../local/cloud/callbacks';
import { until } from '../../local/cloud/until';
import { deploy, officeClosed, untilItIs, within, type Deployed } from './deployed';

const mebibyte = 1024 * 1024;

const longest = 'x'.repeat(900);

let deployed: Deployed;
let sqs: SQSClient;

beforeAll(async () => {
  deployed = await deploy('messages');
  sqs = new SQSClient(deployed.emulator.address);
});

afterAll(async () => {
  sqs.destroy();
  await deployed.close();
});

const queueUrl = () => deployed.pipeline.outputs['QueueUrl'];

/** How many messages on the queue are being worked on, or were and have not been done with. */
async function inFlight(): Promise<number> {
  const AttributeNames = ['ApproximateNumberOfMessagesNotVisible' as const];
  const { Attributes = {} } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl: queueUrl(), AttributeNames }));
  return Number(Attributes['ApproximateNumberOfMessagesNotVisible']);
}

/** How large a message may be that is put on the queue from now on, in bytes. */
const limitSize = (most: number) =>
  sqs.send(new SetQueueAttributesCommand({ QueueUrl: queueUrl(), Attributes: { MaximumMessageSize: String(most) } }));

test('the queue says which pipeline it is of, so that nothing is sent under the id of another', async () => {
  const { QueueUrl = '', PipelineId = '' } = deployed.pipeline.outputs;
  expect(await checkQueue(QueueUrl, PipelineId, sqs)).toBeUndefined();
  await expect(checkQueue(QueueUrl, 'another', sqs)).rejects.toThrow(`the queue belongs to pipeline "${PipelineId}"`);
});

test('a message published five times on both queues is sent once', async () => {
  const { pipeline, standIn } = deployed;
  const body = officeClosed('five times');
  await Promise.all([1, 2, 3, 4, 5].map((time) => pipeline.publish(body, { urgent: time % 2 === 0 })));

  const delivery = await untilItIs(pipeline, 'five times', 'sent', 'delivered');
  await until('nothing is left on the queue', async () => (await inFlight()) === 0, { within });
  expect(acceptedFor(standIn, delivery)).toBe(1);
});

test('messages are held while Notify rejects the key, and go by themselves once it is accepted', async () => {
  const { pipeline, standIn } = deployed;
  const key = standIn.world.services[0]?.keys.find(({ type }) => type === 'test');
  Object.assign(key ?? {}, { revokedAt: new Date(0).toISOString() });
  await pipeline.publish(officeClosed('with a refused key'));

  const held = await untilItIs(pipeline, 'with a refused key', 'held');
  expect(held.reason).toMatch(/403/);
  expect(standIn.notifications.byId(held.notification_id ?? '')).toBeUndefined();

  Object.assign(key ?? {}, { revokedAt: undefined });
  const sent = await untilItIs(pipeline, 'with a refused key', 'sent', 'delivered');
  expect(acceptedFor(standIn, sent)).toBe(1);
});

test('only the message of a batch that could not be handled stays on the queue', async () => {
  const { pipeline, standIn } = deployed;
  const small = ['first of the batch', 'second of the batch'];
  // It is to wait, and the queue will not take it back.
  const later = new Date(Date.now() + 600_000).toISOString();
  const large = officeClosed('too large', { send_after: later, reference: longest, metadata: { for: longest } });
  await Promise.all(
    [large, ...small.map((key) => officeClosed(key))].map((body) => pipeline.publish(body, { delay: 3 })),
  );
  await limitSize(1024);

  for (const key of small) expect(acceptedFor(standIn, await untilItIs(pipeline, key, 'sent', 'delivered'))).toBe(1);
  // For two seconds on end: it is in flight while it is tried, too.
  let asked = 0;
  const stays = async () => (asked = (await inFlight()) === 1 ? asked + 1 : 0) === 20;
  await until('nothing but the large one stays in flight', stays, { within });
  await limitSize(mebibyte);
});

test('a delivery receipt is accepted at the function’s URL, and one with a wrong token is not', async () => {
  const { pipeline, standIn, emulator } = deployed;
  const target = await callbackTarget(emulator.address, pipeline.outputs);
  setCallbacks(standIn, { ...target, bearerToken: 'somebody made this one up' });
  await pipeline.publish(officeClosed('reported by nobody'));
  const unpublished = await untilItIs(pipeline, 'reported by nobody', 'sent');
  const callsOf = ({ delivery_id }: { delivery_id: string }) =>
    standIn.callbackAttempts.filter(({ body }) => body.includes(delivery_id)).map(({ status }) => status);
  await until('Notify has called', () => callsOf(unpublished).length > 0, { within });
  expect(callsOf(unpublished)).toEqual([401]);

  setCallbacks(standIn, target);
  await pipeline.publish(officeClosed('reported by Notify'));
  const reported = await untilItIs(pipeline, 'reported by Notify', 'delivered');
  expect(callsOf(reported)).toEqual([204]);
});

test('a file of 2 MiB is sent by email, and nothing of it stays in the bucket', async () => {
  const { pipeline, standIn, emulator } = deployed;
  const { QueueUrl = '', PipelineId = '', BucketName = '' } = pipeline.outputs;
  const s3Client = new S3Client({ ...emulator.address, forcePathStyle: true });
  const publisher = new NotifyPublisher({
    queueUrl: QueueUrl,
    pipelineId: PipelineId,
    bucketName: BucketName,
    sqsClient: sqs,
    s3Client,
  });
  const fileTemplate = standIn.world.services[0]?.templates.find(({ name }) => name === 'Decision letter as a file');
  const file = Buffer.alloc(2 * mebibyte, 'a row of a spreadsheet\n');
  await publisher.sendEmail({
    templateId: fileTemplate?.id ?? '',
    emailAddress: 'amala@example.com',
    personalisation: { name: 'Amala', link_to_file: prepareUpload(file, { filename: 'rows.csv' }) },
    idempotencyKey: 'two mebibytes',
  });

  const delivery = await untilItIs(pipeline, 'two mebibytes', 'sent', 'delivered');
  expect(acceptedFor(standIn, delivery)).toBe(1);
  expect(standIn.uploads).toMatchObject([{ filename: 'rows.csv', size: 2 * mebibyte }]);
  const listed = new ListObjectsV2Command({ Bucket: BucketName });
  const isEmpty = async () => ((await s3Client.send(listed)).KeyCount ?? 0) === 0;
  await until('the bucket is empty', isEmpty, { within });
  s3Client.destroy();
});
