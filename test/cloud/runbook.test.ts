import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DescribeTableCommand, DescribeTimeToLiveCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commands } from '../../bin/commands/commands';
import { messageAttributes } from '../../lib/contract/attributes';
import { apiKey } from '../../lib/testing';
import { acceptedFor } from '../../local/accepted';
import { putApiKey } from '../../local/cloud/api-key-secret';
import { callbacksTo, callbackTarget, setCallbacks } from '../../local/cloud/callbacks';
import { addressVariables } from '../../local/cloud/cloud-address';
import type { Outputs } from '../../local/cloud/cdk';
import { DeployedPipeline } from '../../local/cloud/deployed-pipeline';
import { openCloud, type LocalCloud } from '../../local/cloud/local-cloud';
import { runCommand } from '../../local/cloud/run-command';
import { until } from '../../local/cloud/until';
import { runIn, type Ran } from '../bin/operate/embedded-cloud';
import { tried, type Tried } from '../docs/runbook-drills';
import { emulatorInTest, officeClosed, untilItIs, within } from './deployed';

// The page names the stack and the secret by the names that they have if nobody chooses others, so the account is one of its own.
let cloud: LocalCloud;
let outputs: Outputs;
let pipeline: DeployedPipeline;
let folder: string;
let context: Record<string, string>;
const followed = new Set<Tried>();
const values = { ID: '', TABLE: '', BUCKET: '', TOKEN_SECRET: '', TEMPLATE: 'e0000000-0000-4000-8000-000000000003' };

beforeAll(async () => {
  cloud = await openCloud({ emulator: emulatorInTest('runbook') });
  context = { notifyBaseUrl: cloud.notifyUrl, callbacks: 'true' };
  await putApiKey(cloud.emulator.address, 'govuk-notify/api-key', cloud.notifyKey);
  await cloud.cdk.run('bootstrap');
  outputs = await cloud.cdk.deploy(context);
  pipeline = await DeployedPipeline.open(cloud.emulator.address, outputs);
  const { TableName = '', BucketName = '', CallbackTokenSecretName = '' } = outputs;
  Object.assign(values, { TABLE: TableName, BUCKET: BucketName, TOKEN_SECRET: CallbackTokenSecretName });
  folder = await mkdtemp(join(tmpdir(), 'cdk-govuk-notify-runbook-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await pipeline.close();
  await cloud.close();
});

/** Runs a command as the page has it, with what it names in capitals filled in. */
async function follow(command: Tried): Promise<Ran> {
  followed.add(command);
  const filled = command.replaceAll(/\b(ID|TABLE|BUCKET|TOKEN_SECRET|TEMPLATE)\b/g, (_, name: keyof typeof values) => {
    expect([name, values[name]]).not.toEqual([name, '']);
    return values[name];
  });
  const [, words] = /^npx cdk-govuk-notify (.*)$/.exec(filled) ?? [];
  if (words === undefined) {
    const output = await runCommand('bash', ['--norc', '-euo', 'pipefail', '-c', filled], {
      cwd: folder,
      env: cloud.cdk.environment,
    });
    return { code: 0, output, errors: '' };
  }
  const [name = '', ...args] = [...words.matchAll(/"([^"]*)"|(\S+)/g)].map(
    ([, quoted, plain]) => quoted ?? plain ?? '',
  );
  const ran = commands.get(name);
  if (!ran) throw new Error(`there is no command ${name}`);
  const env = { ...addressVariables(cloud.emulator.address), NOTIFY_BASE_URL: cloud.notifyUrl };
  return runIn(env, ran, ...args);
}

const sentTimes = async (key: string): Promise<number> =>
  acceptedFor(cloud.standIn, await untilItIs(pipeline, key, 'sent', 'delivered'));

async function putDeadLetter(body: string, reason: string): Promise<void> {
  const sqs = new SQSClient(cloud.emulator.address);
  const text = (StringValue: string) => ({ DataType: 'String', StringValue });
  await sqs.send(
    new SendMessageCommand({
      QueueUrl: outputs['DeadLetterQueueUrl'],
      MessageBody: body,
      MessageAttributes: { [messageAttributes.reason]: text(reason), [messageAttributes.cameFrom]: text('queue') },
    }),
  );
  sqs.destroy();
}

test('somebody who has the page alone finds why a message did not arrive, mends it, and it is sent once', async () => {
  const [service] = cloud.standIn.world.services;
  const key = service?.keys.find(({ type }) => type === 'test');
  if (!service || !key) throw new Error('the world has no test key');
  const revoked = { ...key, revokedAt: new Date().toISOString() };
  service.keys = [...service.keys.filter((each) => each !== key), revoked];
  await pipeline.publish(officeClosed('order-17/confirmation', { reference: 'JUG-0001' }));
  await untilItIs(pipeline, 'order-17/confirmation', 'held');

  // "Find out why a message did not arrive"
  const found = await follow('npx cdk-govuk-notify find --reference JUG-0001');
  expect([found.code, found.output]).toEqual([0, expect.stringMatching(/held[^]*API key/i) as unknown]);
  expect(await follow('npx cdk-govuk-notify find --key order-17/confirmation')).toEqual(found);
  expect((await follow('npx cdk-govuk-notify status')).output).toMatch(/holds:\n {2}everything .*API key/);
  const sick = await follow('npx cdk-govuk-notify doctor');
  expect([sick.code, sick.errors]).toEqual([1, '']);
  expect(sick.output).toMatch(
    /wrong +API key: Notify refuses it: .*\n +mend: .*store a live key of the service in the secret/,
  );

  // "Rotate the API key"
  service.keys = [...service.keys, { name: 'new', type: 'test', secret: randomUUID() }];
  await writeFile(join(folder, 'new-key.txt'), `${apiKey(cloud.standIn.world, 'test')}\n`);
  await follow(
    'aws secretsmanager put-secret-value --secret-id govuk-notify/api-key --secret-string file://new-key.txt',
  );
  await follow('rm new-key.txt');
  expect(await readdir(folder)).toEqual([]);
  expect(await sentTimes('order-17/confirmation')).toBe(1);
  expect((await follow('npx cdk-govuk-notify doctor')).output).toMatch(/well +API key: /);
  const { delivery_id } = await untilItIs(pipeline, 'order-17/confirmation', 'delivered');
  values.ID = delivery_id;
  expect((await follow('npx cdk-govuk-notify find --id ID')).output).toMatch(/delivered/);
});

test('a message that is rejected is found with its reason, and sent once when it is mended under the same key', async () => {
  const email = { type: 'email', phone_number: undefined, email_address: 'amala@example.com' };
  const message = { ...email, template_id: 'e0000000-0000-4000-8000-000000000001', personalisation: { name: 'Amala' } };
  await pipeline.publish(officeClosed('without a day', message));
  await untilItIs(pipeline, 'without a day', 'rejected');
  const { output } = await follow('npx cdk-govuk-notify find --state rejected --since 1h');
  expect(output).toMatch(/Missing personalisation/);
  const personalisation = { name: 'Amala', day: 'Monday', time: 'noon', bring: 'no' };
  await pipeline.publish(officeClosed('without a day', { ...message, personalisation }));
  expect(await sentTimes('without a day')).toBe(1);
  for (const command of [
    'npx cdk-govuk-notify find --state failed --since 1h',
    'npx cdk-govuk-notify find --state failed --since 2h',
    'npx cdk-govuk-notify find --state sent_untracked --since 1d',
  ] as const) {
    expect([command, await follow(command)]).toEqual([command, expect.objectContaining({ code: 1 }) as unknown]);
  }
  expect((await follow('npx cdk-govuk-notify cost --from 1d --by template')).output).toMatch(/^ *all +2 /m);
});

test('the callback token is rotated and no callback is missed between the steps', async () => {
  const { address } = cloud.emulator;
  const before = await callbackTarget(address, outputs);
  const statusOf = (bearerToken: string): Promise<number> =>
    callbacksTo(address)({
      url: before.url,
      headers: { 'content-type': 'application/json', authorization: `Bearer ${bearerToken}` },
      body: JSON.stringify({ id: randomUUID(), reference: null, status: 'delivered', notification_type: 'email' }),
      timeout: 30_000,
    });
  const bearerToken = `a new token ${randomUUID()}`;
  await writeFile(join(folder, 'new-token.txt'), bearerToken);
  await follow('aws secretsmanager put-secret-value --secret-id TOKEN_SECRET --secret-string file://new-token.txt');
  await follow('rm new-token.txt');
  const answers = [
    await statusOf(before.bearerToken),
    await statusOf(bearerToken),
    await statusOf('the token of a stranger'),
  ];
  expect(answers.map((status) => [401, 403].includes(status))).toEqual([false, false, true]);
  setCallbacks(cloud.standIn, { url: before.url, bearerToken });
  await pipeline.publish(officeClosed('after the rotation'));
  expect(await untilItIs(pipeline, 'after the rotation', 'delivered')).toBeDefined();
});

test('all sending is stopped, and goes on when somebody resumes it', async () => {
  await follow('npx cdk-govuk-notify hold everything --reason "wrong template, see incident 12"');
  // By then every sender knows of it.
  await pipeline.publish(officeClosed('while it is stopped'), { delay: 6 });
  const held = await untilItIs(pipeline, 'while it is stopped', 'held');
  expect(acceptedFor(cloud.standIn, held)).toBe(0);
  expect((await follow('npx cdk-govuk-notify status')).output).toMatch(/everything .*wrong template, see incident 12/);
  // Nobody holds these.
  expect((await follow('npx cdk-govuk-notify resume sms')).code).toBe(1);
  expect((await follow('npx cdk-govuk-notify resume text_budget')).code).toBe(1);
  expect((await follow('npx cdk-govuk-notify resume everything')).code).toBe(0);
  expect(await sentTimes('while it is stopped')).toBe(1);
});

test('dead letters go home, and what was sent before is not sent again', async () => {
  await putDeadLetter(officeClosed('a dead one'), 'no answer of Notify');
  await putDeadLetter(officeClosed('order-17/confirmation', { reference: 'JUG-0001' }), 'the table was gone');
  const seen = await follow('npx cdk-govuk-notify redrive --dry-run');
  expect(seen.output).toMatch(/no answer of Notify[^]*the table was gone|the table was gone[^]*no answer of Notify/);
  expect(await follow('npx cdk-govuk-notify redrive --reason "no answer"')).toMatchObject({ code: 0 });
  expect(await follow('npx cdk-govuk-notify redrive')).toMatchObject({ code: 0 });
  expect(await sentTimes('a dead one')).toBe(1);
  const after = await follow('npx cdk-govuk-notify redrive --dry-run');
  expect([after.code, after.output]).toEqual([0, expect.not.stringMatching(/no answer|table was gone/) as unknown]);
  expect(await sentTimes('order-17/confirmation')).toBe(1);
});

test('what waits is cancelled and never sent, and what was sent cannot be', async () => {
  const later = new Date(Date.now() + 3_600_000).toISOString();
  await pipeline.publish(officeClosed('order-18/reminder', { send_after: later }));
  await untilItIs(pipeline, 'order-18/reminder', 'held');
  expect(await follow('npx cdk-govuk-notify cancel --key order-18/reminder')).toMatchObject({ code: 0, errors: '' });
  const cancelled = await untilItIs(pipeline, 'order-18/reminder', 'cancelled');
  expect(acceptedFor(cloud.standIn, cancelled)).toBe(0);
  expect((await follow('npx cdk-govuk-notify cancel --key order-18/reminder')).output).toMatch(/^cancelled/);
});

test('a canary goes the whole way within its time', async () => {
  const { code, output, errors } = await follow('npx cdk-govuk-notify canary --template TEMPLATE');
  expect([code, output, errors]).toEqual([0, expect.stringMatching(/\non time: delivery /) as unknown, '']);
});

test('a person is erased after a look at what there is of them', async () => {
  const counted = await follow('npx cdk-govuk-notify erase --recipient "07700 900123" --dry-run');
  expect([counted.code, counted.output]).toEqual([0, expect.stringMatching(/would be deleted/) as unknown]);
  const erased = await follow('npx cdk-govuk-notify erase --recipient "07700 900123"');
  expect([erased.code, erased.output]).toEqual([0, expect.stringMatching(/records +5/) as unknown]);
  const left = await follow('npx cdk-govuk-notify find --key order-17/confirmation');
  expect([left.code, left.output]).toEqual([0, expect.not.stringMatching(/JUG-0001/) as unknown]);
});

test('a restored table has the records, and its TTL and stream after the page’s commands', async () => {
  await follow('npx cdk-govuk-notify hold everything --reason "restoring the table"');
  await follow(
    'aws dynamodb restore-table-to-point-in-time --source-table-name TABLE --target-table-name TABLE-restored --use-latest-restorable-time',
  );
  await follow(
    'aws dynamodb update-time-to-live --table-name TABLE-restored --time-to-live-specification Enabled=true,AttributeName=ttl',
  );
  await follow(
    'aws dynamodb update-table --table-name TABLE-restored --stream-specification StreamEnabled=true,StreamViewType=NEW_AND_OLD_IMAGES',
  );
  const dynamo = new DynamoDBClient(cloud.emulator.address);
  const described = async (TableName: string) => {
    const { Table } = await dynamo.send(new DescribeTableCommand({ TableName }));
    const { TimeToLiveDescription } = await dynamo.send(new DescribeTimeToLiveCommand({ TableName }));
    return {
      items: Table?.ItemCount,
      indexes: Table?.GlobalSecondaryIndexes?.map(({ IndexName }) => IndexName).sort(),
      stream: Table?.StreamSpecification,
      ttl: TimeToLiveDescription?.AttributeName,
    };
  };
  const { ttl, ...restored } = await described(`${values.TABLE}-restored`);
  expect([ttl, restored.items]).toEqual(['ttl', expect.any(Number) as unknown]);
  // The emulator does not deploy the TTL of a table, which the page's command does set.
  expect({ ...restored, ttl: undefined }).toEqual({ ...(await described(values.TABLE)), ttl: undefined });
  dynamo.destroy();
  expect((await follow('npx cdk-govuk-notify resume everything')).code).toBe(0);
});

test('everything is deleted', async () => {
  await cloud.cdk.deploy({ ...context, removalPolicy: 'destroy' });
  await follow('aws s3 rm s3://BUCKET --recursive');
  await follow('aws cloudformation delete-stack --stack-name govuk-notify');
  const dynamo = new DynamoDBClient(cloud.emulator.address);
  const gone = (asking: Promise<unknown>): Promise<boolean> =>
    asking.then(
      () => false,
      ({ name }: Error) => name === 'ResourceNotFoundException',
    );
  const asking = (): Promise<boolean> => gone(dynamo.send(new DescribeTableCommand({ TableName: values.TABLE })));
  expect(await until('the table is gone', asking, { within })).toBe(true);
  dynamo.destroy();
  const functions = ['lambda', 'list-functions', '--query', 'Functions[].FunctionName', '--output', 'text'];
  expect((await runCommand('aws', functions, { env: cloud.cdk.environment })).trim()).toBe('');
});

test('every command of the page that can be tried was run', () => {
  expect([...followed].sort()).toEqual([...tried].sort());
});
