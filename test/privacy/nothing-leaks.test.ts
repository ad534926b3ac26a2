import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SendMessageBatchCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { SFNClient } from '@aws-sdk/client-sfn';
import { DeleteCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import { inspect } from 'node:util';
import { systemClock } from '../../lib/contract/clock';
import { holdsCacheMilliseconds } from '../../lambda/shared/holds/cached-holds';
import { environment } from '../../lib/contract/environment';
import { deliveryStates } from '../../lib/contract/delivery';
import { detailTypes } from '../../lib/contract/events/names';
import { formatPublishedStates } from '../../lib/contract/events/published-states';
import { deliveryId, formatReference } from '../../lib/contract/identity';
import { letterPdfRequest } from '../../lib/contract/letter-pdfs';
import { closed, portOf } from '../notify/servers';
import { urlEvent } from '../../local/aws/function-url';
import { aRecord, anEvent, attribute, urgentQueueArn } from '../send/records';
import { aContext } from '../shared/aws/context';
import { linesOf } from '../shared/aws/standard-output';
import { aDeliveryThatIs, aDelivery } from '../shared/deliveries/deliveries';
import { openTable, type TableInProcess } from '../shared/deliveries/table-in-process';
import { createScheduledTable } from '../shared/schedule/scheduled-table-in-process';
import { canaries, canariesIn, messages } from './canaries';
import { hostileAnswers, hostileNotify } from './hostile-notify';

const pipelineId = 'staging';
const serviceId = '26785a09-ab16-4eb0-8407-a37497a57506';

type Handler = (event: unknown, context: typeof aContext) => Promise<unknown>;

let table: TableInProcess;
let notify: { server: Server; answer: (name: string) => void };
let handlers: Readonly<Record<string, Handler>>;
const aws = {
  sqs: mockClient(SQSClient),
  events: mockClient(EventBridgeClient),
  s3: mockClient(S3Client),
  secrets: mockClient(SecretsManagerClient),
  tasks: mockClient(SFNClient),
};

const { heldQueueUrl } = environment;
const variables = (): Record<string, string> => ({
  [environment.pipelineId]: pipelineId,
  [environment.tableName]: table.name,
  [environment.queueUrl]: 'https://sqs/queue',
  [environment.urgentQueueUrl]: 'https://sqs/urgent',
  [environment.urgentQueueArn]: urgentQueueArn,
  ...Object.fromEntries(Object.values(heldQueueUrl).map((name) => [name, `https://sqs/${name}`])),
  [environment.deadLetterQueueUrl]: 'https://sqs/dead',
  [environment.letterPdfQueueUrl]: 'https://sqs/letters',
  [environment.bucketName]: 'bucket',
  [environment.eventBusName]: 'bus',
  [environment.publishedStates]: formatPublishedStates(deliveryStates),
  [environment.apiKeySecretArn]: 'api key',
  [environment.hashKeySecretArn]: 'hash key',
  [environment.callbackTokenSecretArn]: 'callback token',
  [environment.callbackRoutes]: '[]',
  [environment.receivesTexts]: 'true',
  [environment.notifyBaseUrl]: `http://127.0.0.1:${portOf(notify.server)}`,
  [environment.rateLimit]: '3000',
  [environment.rateShare]: '1',
  [environment.maxFailures]: '10',
  [environment.recordRetentionSeconds]: '86400',
  [environment.pollIntervalSeconds]: '60',
  [environment.callbacks]: 'off',
  [environment.textCosts]: 'off',
  [environment.scheduledTableName]: 'scheduled',
  AWS_ENDPOINT_URL_DYNAMODB: table.endpoint,
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
});

const names = [
  'send',
  'poll',
  'release',
  'release-scheduled',
  'callbacks',
  'announce',
  'received-texts',
  'letter-pdfs',
  'send-task',
];

beforeAll(async () => {
  table = await openTable();
  await createScheduledTable(table.client);
  notify = await hostileNotify([canaries.receivedText, canaries.sender, canaries.emailAddress]);
  Object.assign(process.env, variables());
  const loaded = await Promise.all(
    names.map(
      async (name) => [name, ((await import(`../../lambda/${name}`)) as { handler: Handler }).handler] as const,
    ),
  );
  handlers = Object.fromEntries(loaded);
});
afterAll(async () => {
  for (const mocked of Object.values(aws)) mocked.restore();
  await closed(notify.server);
  await table.close();
});

afterEach(() => jest.restoreAllMocks());

const secretOf: Readonly<Record<string, string>> = {
  'api key': `team-${serviceId}-${canaries.apiKey}`,
  'hash key': canaries.hashKey,
  'callback token': canaries.callbackToken,
};

let later = 0;
beforeEach(async () => {
  // What one test stopped, the next finds going, as if it were minutes later.
  later += 60_000;
  const now = Date.now.bind(Date);
  jest.spyOn(Date, 'now').mockImplementation(() => now() + later);
  // The wait until all senders know that a hold has ended is left out.
  const inTime = systemClock.sleep.bind(systemClock);
  jest
    .spyOn(systemClock, 'sleep')
    .mockImplementation((wait, signal) => inTime(wait === holdsCacheMilliseconds ? 0 : wait, signal));
  for (const { id } of await table.items()) {
    if (String(id).startsWith('hold '))
      await table.client.send(new DeleteCommand({ TableName: table.name, Key: { id } }));
  }
  for (const client of Object.values(aws)) client.reset();
  aws.sqs.onAnyCommand().resolves({ Messages: [], Attributes: {} });
  aws.sqs.on(SendMessageBatchCommand).callsFake(({ Entries }: { Entries: { Id: string }[] }) => ({
    Successful: Entries.map(({ Id }) => ({ Id })),
  }));
  aws.events.on(PutEventsCommand).resolves({ Entries: [{}] });
  aws.s3.onAnyCommand().resolves({});
  aws.secrets.on(GetSecretValueCommand).callsFake(({ SecretId }: { SecretId: string }) => ({
    SecretString: secretOf[SecretId],
  }));
});

/** An error that repeats what it was given, in every place that an error has. */
function repeating(input: unknown): Error {
  const text = `${JSON.stringify(input)} ${Object.values(canaries).join(' ')}`;
  const lines = `1 validation error: ${text}\n    at ${canaries.value} (/var/task/${canaries.value}.js:1:1)\n    at ${text}`;
  return Object.assign(new Error(lines, { cause: new Error(lines) }), {
    name: 'ValidationException',
    $fault: 'client',
    $metadata: { httpStatusCode: 400, requestId: text },
    input: text,
  });
}

/** Lets a part of AWS fail. Answers what ends that. */
function hostile(part: keyof typeof aws | 'table'): () => void {
  const failing = part === 'table' ? mockClient(DynamoDBDocumentClient) : aws[part];
  failing.send.callsFake(({ input }: { input: unknown }) => Promise.reject(repeating(input)));
  return () => (part === 'table' ? failing.restore() : undefined);
}

const bearer = { authorization: `Bearer ${canaries.callbackToken}`, 'content-type': 'application/json' };
const url = (body: object | string, headers: Record<string, string> = bearer) =>
  urlEvent({ method: 'POST', headers, body: typeof body === 'string' ? body : JSON.stringify(body) }, Date.now());

const image = (item: object) => ({ dynamodb: { SequenceNumber: '1', NewImage: marshall(item) } });

const aTask = (message: unknown) => ({
  task_token: canaries.value,
  message,
  idempotency_key: 'a task',
  urgent: false,
  waits_for: 60,
});

/** The end of a delivery, and of the one that a task waits for. */
const outcomesOf = (id: string) =>
  [id, deliveryId(pipelineId, 'a task')].map((delivery_id) =>
    aRecord({ delivery_id, state: 'delivered', changed_at: '2100-01-01T00:00:00.000Z' }),
  );

/** What each function is called with, again and again. */
async function events(): Promise<readonly (readonly [string, unknown])[]> {
  const letter = aDeliveryThatIs('sent', { id: randomUUID(), type: 'letter', awaited: 'letter' });
  const email = aDeliveryThatIs('sent', {
    id: randomUUID(),
    type: 'email',
    awaited: 'email',
    sent_at: new Date(Date.now() - 60_000).toISOString(),
  });
  await table.store.create(letter);
  await table.store.create(email);
  const reference = formatReference({ pipelineId, deliveryId: email.id });
  const receipt = { id: email.notification_id, reference, to: canaries.emailAddress, status: canaries.emailAddress };
  const text = {
    id: randomUUID(),
    source_number: canaries.sender,
    destination_number: '1',
    message: canaries.receivedText,
  };
  return [
    ['send', anEvent(...messages.map((message) => aRecord(message)), aRecord(`{"x":"${canaries.value}`))],
    // At its last fault, so that it ends as a dead letter.
    ['send', anEvent(...messages.map((message) => aRecord(message, { attributes: { NotifyFaults: attribute('4') } })))],
    ['poll', {}],
    ['release', {}],
    ['release-scheduled', {}],
    ['received-texts', {}],
    ['letter-pdfs', anEvent(aRecord(letterPdfRequest(letter.id)), aRecord(canaries.value))],
    [
      'announce',
      { Records: [image(aDelivery({ id: randomUUID() })), image({ id: canaries.value, state: canaries.value })] },
    ],
    ...messages.map((message) => ['send-task', aTask(message)] as const),
    ['send-task', aTask(canaries.value)],
    ['send-task', { ...aTask({}), idempotency_key: 5 }],
    ['send-task', anEvent(...outcomesOf(email.id), aRecord(canaries.value))],
    ['callbacks', url({ ...receipt, status: 'delivered' })],
    ['callbacks', url(receipt)],
    ['callbacks', url({ ...text, date_received: new Date().toISOString() })],
    ['callbacks', url(`{"${canaries.emailAddress}`)],
    ['callbacks', url(receipt, { ...bearer, authorization: `Bearer not ${canaries.callbackToken}` })],
    ['callbacks', anEvent(aRecord({ callback: receipt }), aRecord(canaries.emailAddress))],
  ];
}

/** All that anybody can see of a function afterwards: its log and metrics, what it throws, records, attributes, events. */
async function seen(given: Awaited<ReturnType<typeof events>>, mend = () => {}): Promise<string> {
  const thrown: unknown[] = [];
  const answers: unknown[] = [];
  const lines = await linesOf(async () => {
    for (const [name, event] of given) {
      await handlers[name]?.(event, aContext).then(
        (answer) => answers.push(answer),
        (error: unknown) => thrown.push(inspect(error, { depth: 10, showHidden: true })),
      );
    }
  });
  mend();
  const attributes = [
    ...aws.sqs.commandCalls(SendMessageCommand).map(({ args }) => args[0].input),
    ...aws.sqs.commandCalls(SendMessageBatchCommand).flatMap(({ args }) => args[0].input.Entries ?? []),
  ].map(({ MessageBody: _message, ...rest }) => rest);
  const puts = aws.events
    .commandCalls(PutEventsCommand)
    .flatMap(({ args }) => args[0].input.Entries ?? [])
    .filter(({ DetailType }) => DetailType !== detailTypes.text_received);
  const objects = [PutObjectCommand, GetObjectCommand, CopyObjectCommand, DeleteObjectCommand].flatMap((command) =>
    aws.s3.commandCalls(command as never).map(({ args }) => {
      const { Body: _body, ...rest } = (args[0] as { input: { Body?: unknown } }).input;
      return rest;
    }),
  );
  const records = await table.items();
  return [
    ...lines,
    ...thrown,
    ...[answers, attributes, puts, objects, records].map((each) => JSON.stringify(each)),
  ].join('\n');
}

/** The lines in which a canary is found: they say where it leaks. */
const leaksIn = (text: string): string[] => text.split('\n').filter((line) => canariesIn(line).length > 0);

describe('nobody finds a recipient, a value, content or a key anywhere', () => {
  test.each(['table', 'sqs', 'events', 's3', 'secrets', 'tasks'] as const)(
    'when %s fails with an error that repeats all',
    async (part) => {
      notify.answer('takes it');
      const given = await events();
      expect(leaksIn(await seen(given, hostile(part)))).toEqual([]);
    },
  );

  test.each(Object.keys(hostileAnswers))(
    'when Notify answers and repeats all that it was given: it %s',
    async (name) => {
      notify.answer(name);
      expect(leaksIn(await seen(await events()))).toEqual([]);
    },
  );

  test('and a canary would be found, wherever it were', () => {
    for (const [name, value] of Object.entries(canaries)) {
      expect(canariesIn(`x ${value} y`)).toContain(name);
      expect(canariesIn(Buffer.from(value).toString('base64'))).toContain(name);
    }
  });
});
