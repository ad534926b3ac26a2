import type { PutEventsCommandInput } from '@aws-sdk/client-eventbridge';
import { marshall } from '@aws-sdk/util-dynamodb';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { deliveryId } from '../../../lib/contract/identity';
import { deliveryStates } from '../../../lib/contract/delivery';
import { environment } from '../../../lib/contract/environment';
import { aDelivery, aDeliveryThatIs } from '../deliveries/deliveries';
import { aNotification } from '../deliveries/notifications';
import { openTable, type TableInProcess } from '../deliveries/table-in-process';
import { fittingDetails } from '../../contract/fitting-events';
import { aText as aTextMessage } from '../../contract/messages';
import { aPointer } from '../../send/pointers';
import { anEvent, aRecord } from '../../send/records';
import { aCall, aReceipt, aReceivedText, token } from '../../callbacks/callback-bodies';
import { apiKeyOf, aSecret } from '../../send/scripted-notify';
import { aText } from '../../received-texts/received-texts-in-test';
import { openAws, type AwsInTest } from './aws-in-test';
import { aContext } from './context';
import { openS3 } from './s3-in-test';
import { iso } from '../../../lib/contract/time';

const run = promisify(execFile);
const bundles = resolve(__dirname, '../../../dist/lambda');
const bundleOf = (name: string): string => join(bundles, name, 'index.js');

/** Every folder that wires a function. */
const lambda = resolve(__dirname, '../../../lambda');
const functions = readdirSync(lambda).filter((name) => existsSync(join(lambda, name, 'index.ts')) && name !== 'wiring');

const md5 = (text: string): string => createHash('md5').update(text).digest('hex');
const pipelineId = 'staging';
let table: TableInProcess;
let aws: AwsInTest;
beforeAll(() => {
  if (!existsSync(bundles)) throw new Error('there are no bundles: run `npm run bundle`');
});
beforeEach(async () => {
  table = await openTable();
});
afterEach(async () => {
  await aws.close();
  await table.close();
});

const variables = (): Record<string, string> => ({
  AWS_REGION: 'eu-west-2',
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_ENDPOINT_URL: aws.endpoint,
  AWS_ENDPOINT_URL_DYNAMODB: table.endpoint,
  POWERTOOLS_SERVICE_NAME: 'test',
  [environment.pipelineId]: pipelineId,
  [environment.tableName]: table.name,
  [environment.scheduledTableName]: 'the scheduled messages',
  [environment.queueUrl]: `${aws.endpoint}/1/queue`,
  [environment.urgentQueueUrl]: `${aws.endpoint}/1/urgent`,
  [environment.urgentQueueArn]: 'arn:aws:sqs:eu-west-2:1:urgent',
  ...Object.fromEntries(Object.values(environment.heldQueueUrl).map((name) => [name, `${aws.endpoint}/1/held`])),
  [environment.rateLimit]: '3000',
  [environment.rateShare]: '1',
  [environment.maxFailures]: '10',
  [environment.bucketName]: 'bucket',
  [environment.letterPdfQueueUrl]: `${aws.endpoint}/1/letters`,
  [environment.deadLetterQueueUrl]: `${aws.endpoint}/1/dead`,
  [environment.eventBusName]: 'the bus',
  [environment.publishedStates]: deliveryStates.join(','),
  [environment.apiKeySecretArn]: 'the api key',
  [environment.hashKeySecretArn]: 'the hash key',
  [environment.callbackTokenSecretArn]: 'the receipt token',
  [environment.callbackRoutes]: JSON.stringify([{ pipelineId: 'test', eventBusArn: 'the other bus' }]),
  [environment.notifyBaseUrl]: `${aws.endpoint}/notify`,
  [environment.recordRetentionSeconds]: '86400',
  [environment.callbacks]: 'off',
  [environment.textCosts]: 'off',
  [environment.pollIntervalSeconds]: '60',
  [environment.receivesTexts]: 'true',
});

/** Loads a bundle in a process of its own, as Lambda does, and invokes its handler. */
const script = `
  const { handler } = require(process.argv[1]);
  const context = { ...JSON.parse(process.argv[3]), getRemainingTimeInMillis: () => 120000 };
  handler(JSON.parse(process.argv[2]), context).then(
    (result) => { console.log('\\nresult ' + JSON.stringify(result ?? null)); process.exit(0); },
    (error) => { console.error(error); process.exit(1); },
  );`;

async function invoke(name: string, event: object, env = variables()): Promise<{ result: unknown; lines: string[] }> {
  const terms = [bundleOf(name), JSON.stringify(event), JSON.stringify(aContext)];
  const { stdout, stderr } = await run(process.execPath, ['-e', script, ...terms], { env });
  const lines = `${stdout}\n${stderr}`.split('\n').filter(Boolean);
  const result = lines.find((line) => line.startsWith('result '));
  return { result: JSON.parse(result?.slice(7) ?? 'null'), lines };
}

const notificationId = '740e5834-3a29-46b4-9a6f-16142fde533a';
const called = (operation: string): readonly unknown[] =>
  aws.calls.filter((call) => call.operation === operation).map(({ input }) => input);

/** The entries of all batches that SQS was given. */
const entriesOf = (operation: 'SendMessageBatch' | 'DeleteMessageBatch'): readonly unknown[] =>
  (called(`AmazonSQS.${operation}`) as { readonly Entries: readonly unknown[] }[]).flatMap(({ Entries }) => Entries);

/** What SQS answers to a batch of one message. */
const sent = (body: string): object => ({
  Successful: [{ Id: '0', MessageId: '1', MD5OfMessageBody: md5(body) }],
  Failed: [],
});

describe('Lambda bundles', () => {
  it.each(functions)(
    'the %s function does not start without a variable the construct sets, and names it',
    async (name) => {
      aws = await openAws({});
      const { [environment.pipelineId]: _missing, ...rest } = variables();
      await expect(invoke(name, {}, rest)).rejects.toThrow('environment variable NOTIFY_PIPELINE_ID is not set');
    },
  );

  it('the send function sends a valid message and rejects an invalid one', async () => {
    aws = await openAws({
      'secretsmanager.GetSecretValue': { SecretString: apiKeyOf(aSecret()) },
      'POST /notify/v2/notifications/sms': aNotification({ type: 'sms', id: notificationId }),
    });
    const [good, bad] = [aRecord(aTextMessage), aRecord({ ...aTextMessage, phone_number: 5 })];
    const { result, lines } = await invoke('send', anEvent(good, bad));
    expect(result).toEqual({ batchItemFailures: [] });
    expect(await table.store.find(deliveryId(pipelineId, good.messageId))).toMatchObject({
      state: 'sent',
      notification_id: notificationId,
    });
    expect(await table.store.find(deliveryId(pipelineId, `refused ${bad.messageId}`))).toMatchObject({
      state: 'rejected',
      reason: 'phone_number must be a string',
    });
    const metric = lines.find((line) => line.includes('_aws')) ?? '{}';
    expect(JSON.parse(metric)).toMatchObject({ PipelineId: pipelineId, Sent: 1, Rejected: 1 });
  });

  it('the send function knows a message that it sent before, though its minified classes have no names', async () => {
    aws = await openAws({
      'secretsmanager.GetSecretValue': { SecretString: apiKeyOf(aSecret()) },
      'POST /notify/v2/notifications/sms': aNotification({ type: 'sms' }),
    });
    const record = aRecord(aTextMessage);
    await invoke('send', anEvent(record));
    const { result, lines } = await invoke('send', anEvent(record));
    expect(result).toEqual({ batchItemFailures: [] });
    expect(JSON.parse(lines.find((line) => line.includes('_aws')) ?? '{}')).toMatchObject({ Duplicate: 1 });
  });

  it('the send function logs an error of AWS by its own name', async () => {
    aws = await openAws({ 'secretsmanager.GetSecretValue': { SecretString: apiKeyOf(aSecret()) } });
    const nowhere = { ...variables(), [environment.tableName]: 'no-such-table' };
    const { lines } = await invoke('send', anEvent(aRecord(aTextMessage)), nowhere);
    expect(lines.join()).toContain('"name":"ResourceNotFoundException"');
  });

  it('the send function signs with the session token that Lambda gives it', async () => {
    aws = await openAws({ 'secretsmanager.GetSecretValue': { SecretString: apiKeyOf(aSecret()) } });
    await invoke('send', anEvent(aRecord(aTextMessage)), { ...variables(), AWS_SESSION_TOKEN: 'the session' });
    expect(aws.calls.find(({ operation }) => operation.startsWith('secretsmanager'))?.sessionToken).toBe('the session');
  });

  it('the send function says so when there are no credentials in its environment', async () => {
    aws = await openAws({});
    const { AWS_ACCESS_KEY_ID: _id, ...without } = variables();
    const { lines } = await invoke('send', anEvent(aRecord(aTextMessage)), without);
    expect(lines.join()).toContain('AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set');
  });

  it.each(functions)('the %s function looks for no credentials but those of Lambda', (name) => {
    const code = readFileSync(bundleOf(name), 'utf8');
    expect(code).toContain('AWS_SESSION_TOKEN');
    expect(code).not.toMatch(/AWS_CONTAINER_CREDENTIALS|credential_process|sso_start_url|AWS_WEB_IDENTITY_TOKEN_FILE/);
  });

  it('the send function is at most a third of the 1,404 kB that are usual for one that does the same', () => {
    expect(statSync(bundleOf('send')).size).toBeLessThanOrEqual(468_000);
  });

  it('the send function requeues a message with an unknown outcome, and one that the table failed', async () => {
    const record = aRecord(aTextMessage);
    aws = await openAws({
      'secretsmanager.GetSecretValue': { SecretString: apiKeyOf(aSecret()) },
      'AmazonSQS.SendMessageBatch': sent(record.body),
    });
    const put = await invoke('send', anEvent(record));
    expect(put.result).toEqual({ batchItemFailures: [] });
    expect(entriesOf('SendMessageBatch')).toEqual([
      expect.objectContaining({ MessageBody: record.body, DelaySeconds: 45 }),
    ]);

    const nowhere = { ...variables(), [environment.tableName]: 'no such table' };
    expect((await invoke('send', anEvent(record), nowhere)).result).toEqual({ batchItemFailures: [] });
    expect(entriesOf('SendMessageBatch')).toContainEqual(
      expect.objectContaining({ MessageBody: record.body, DelaySeconds: 120 }),
    );
  });

  it('the send function leaves a message on the queue that it can neither send nor requeue', async () => {
    const record = aRecord(aTextMessage);
    aws = await openAws({ 'secretsmanager.GetSecretValue': { SecretString: apiKeyOf(aSecret()) } });
    const nowhere = { ...variables(), [environment.tableName]: 'no such table' };
    const { result } = await invoke('send', anEvent(record), nowhere);
    expect(result).toEqual({ batchItemFailures: [{ itemIdentifier: record.messageId }] });
  });

  it('the send function reads a large message from the bucket, and leaves nothing there', async () => {
    const s3 = await openS3();
    aws = await openAws({
      'secretsmanager.GetSecretValue': { SecretString: apiKeyOf(aSecret()) },
      'POST /notify/v2/notifications/sms': aNotification({ type: 'sms', id: notificationId }),
    });
    const key = 'payloads/b5b0fd43-8a36-4f1f-9d7b-1c016f1f9d7b';
    s3.objects.set(`bucket/${key}`, { content: Buffer.from(JSON.stringify(aTextMessage)), headers: {} });
    const record = aPointer({ bucket: 'bucket', key });
    try {
      const { result } = await invoke('send', anEvent(record), {
        ...variables(),
        AWS_ENDPOINT_URL_S3: s3.endpoint,
      });
      expect(result).toEqual({ batchItemFailures: [] });
    } finally {
      await s3.close();
    }
    expect(await table.store.find(deliveryId(pipelineId, record.messageId))).toMatchObject({ state: 'sent' });
    // It had been there for a while, so it was kept for longer before anything else.
    expect(s3.calls).toEqual([`GET bucket/${key}`, `COPY bucket/${key}`, `DELETE bucket/${key}`]);
    expect(s3.objects.size).toBe(0);
  });

  it('the announce function puts an event on the bus', async () => {
    aws = await openAws({ 'AWSEvents.PutEvents': { FailedEntryCount: 0, Entries: [{ EventId: '1' }] } });
    const delivery = aDelivery();
    const record = { eventName: 'INSERT', dynamodb: { SequenceNumber: '1', NewImage: marshall(delivery) } };
    const { result } = await invoke('announce', { Records: [record] });
    expect(result).toEqual({ batchItemFailures: [] });
    const [put] = called('AWSEvents.PutEvents') as [PutEventsCommandInput];
    expect(put.Entries).toEqual([expect.objectContaining({ EventBusName: 'the bus' })]);
    expect(fittingDetails(put)).toEqual([expect.objectContaining({ delivery_id: delivery.id })]);
  });

  it('the announce function requests a letter’s PDF, and the letter PDF function stores it in the bucket', async () => {
    const letter = aDeliveryThatIs('sent', { type: 'letter' });
    await table.store.create(letter);
    const body = JSON.stringify({ delivery_id: letter.id });
    const s3 = await openS3();
    aws = await openAws({
      'AWSEvents.PutEvents': { FailedEntryCount: 0, Entries: [{ EventId: '1' }] },
      'AmazonSQS.SendMessage': { MessageId: '1', MD5OfMessageBody: md5(body) },
      'secretsmanager.GetSecretValue': { SecretString: apiKeyOf(aSecret()) },
      [`GET /notify/v2/notifications/${letter.notification_id}/pdf`]: Buffer.from('%PDF-1.4'),
    });
    const change = { eventName: 'INSERT', dynamodb: { SequenceNumber: '1', NewImage: marshall(letter) } };
    try {
      expect((await invoke('announce', { Records: [change] })).result).toEqual({ batchItemFailures: [] });
      expect(called('AmazonSQS.SendMessage')).toEqual([
        expect.objectContaining({ QueueUrl: `${aws.endpoint}/1/letters`, MessageBody: body, DelaySeconds: 120 }),
      ]);
      const env = { ...variables(), AWS_ENDPOINT_URL_S3: s3.endpoint };
      const { result, lines } = await invoke('letter-pdfs', anEvent(aRecord(body), aRecord('not JSON')), env);
      expect(result).toEqual({ batchItemFailures: [] });
      const metric = lines.find((line) => line.includes('_aws')) ?? '{}';
      expect(JSON.parse(metric)).toMatchObject({ LetterPdfStored: 1, Unreadable: 1 });
    } finally {
      await s3.close();
    }
    const key = `letters/${letter.id}.pdf`;
    expect(s3.calls).toEqual([`PUT bucket/${key}`]);
    expect(s3.objects.get(`bucket/${key}`)?.content.toString()).toContain('%PDF-1.4');
    expect(await table.store.find(letter.id)).toMatchObject({ ...letter, pdf_bucket: 'bucket', pdf_key: key });
  });

  it('the poll function records an outcome', async () => {
    const sent = aDeliveryThatIs('sent', { sent_at: iso(Date.now() - 60_000) });
    await table.store.create(sent);
    const known = { id: sent.notification_id ?? '', reference: `${pipelineId}/${sent.id}` };
    const page = { notifications: [aNotification({ ...known, created_at: iso(Date.now() - 61_000) })], links: {} };
    aws = await openAws({
      'secretsmanager.GetSecretValue': { SecretString: apiKeyOf(aSecret()) },
      'GET /notify/v2/notifications?template_type=email': page,
    });
    await invoke('poll', {});
    expect(await table.store.find(sent.id)).toMatchObject({ state: 'delivered' });
  });

  it('the callbacks function records a delivery receipt, routes one of another pipeline and refuses a wrong token', async () => {
    const sent = aDeliveryThatIs('sent');
    await table.store.create(sent);
    aws = await openAws({
      'secretsmanager.GetSecretValue': { SecretString: token },
      'AWSEvents.PutEvents': { FailedEntryCount: 0, Entries: [{ EventId: '1' }] },
    });
    const ours = aReceipt({ id: sent.notification_id, reference: `${pipelineId}/${sent.id}` });
    expect((await invoke('callbacks', aCall(ours))).result).toEqual({ statusCode: 204 });
    expect(await table.store.find(sent.id)).toMatchObject({ state: 'delivered' });

    const theirs = aReceipt({ reference: `test/${sent.id}` });
    expect((await invoke('callbacks', aCall(theirs))).result).toEqual({ statusCode: 204 });
    expect(called('AWSEvents.PutEvents')).toEqual([
      { Entries: [expect.objectContaining({ EventBusName: 'the other bus', DetailType: 'Callback Routed' })] },
    ]);
    expect((await invoke('callbacks', aCall(ours, { token: 'another token' }))).result).toMatchObject({
      statusCode: 401,
    });
  });

  it('the received-texts and callbacks functions publish a received text once between them', async () => {
    const text = aText(Date.now() - 600_000);
    aws = await openAws({
      'secretsmanager.GetSecretValue': [{ SecretString: apiKeyOf(aSecret()) }, { SecretString: token }],
      'GET /notify/v2/received-text-messages': { received_text_messages: [text], links: {} },
      [`GET /notify/v2/received-text-messages?older_than=${text.id}`]: { received_text_messages: [], links: {} },
      'AWSEvents.PutEvents': { FailedEntryCount: 0, Entries: [{ EventId: '1' }] },
    });
    const { lines } = await invoke('received-texts', {});
    expect((await invoke('callbacks', aCall(aReceivedText({ id: text.id })))).result).toEqual({ statusCode: 204 });
    const [put, ...more] = called('AWSEvents.PutEvents') as PutEventsCommandInput[];
    expect(fittingDetails(put ?? { Entries: [] })).toEqual([
      expect.objectContaining({ id: text.id, content: text.content }),
    ]);
    expect(more).toEqual([]);
    expect(JSON.parse(lines.find((line) => line.includes('_aws')) ?? '{}')).toMatchObject({ TextReceived: 1 });
  });

  it('the release function releases a held message', async () => {
    const held = { Body: '{"type":"sms"}', ReceiptHandle: 'the receipt', MessageId: '1' };
    aws = await openAws({
      'AmazonSQS.GetQueueAttributes': { Attributes: { ApproximateNumberOfMessages: '0' } },
      'AmazonSQS.ReceiveMessage': [{ Messages: [{ ...held, MD5OfBody: md5(held.Body) }] }, {}],
      'AmazonSQS.SendMessageBatch': sent(held.Body),
      'AmazonSQS.DeleteMessageBatch': { Successful: [{ Id: '0' }], Failed: [] },
    });
    await invoke('release', {});
    expect(entriesOf('SendMessageBatch')).toEqual([expect.objectContaining({ MessageBody: held.Body })]);
    expect(entriesOf('DeleteMessageBatch')).toEqual([expect.objectContaining({ ReceiptHandle: 'the receipt' })]);
  });
});
