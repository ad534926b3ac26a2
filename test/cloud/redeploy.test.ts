import { CreateEventBusCommand, DeleteEventBusCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { CfnEventBus } from 'aws-cdk-lib/aws-events';
import { synthesizeTemplate } from '../../lib/construct/app/notify-stack';
import { acceptedFor } from '../../local/accepted';
import { putApiKey } from '../../local/cloud/api-key-secret';
import type { Context, Outputs } from '../../local/cloud/cdk';
import { Closing } from '../../local/cloud/closing';
import { DeployedPipeline } from '../../local/cloud/deployed-pipeline';
import { openCloud, type LocalCloud } from '../../local/cloud/local-cloud';
import { runCommand } from '../../local/cloud/run-command';
import { emulatorInTest, officeClosed, untilItIs } from './deployed';

const closing = new Closing();
let cloud: LocalCloud;
let context: Context;
/** The pipeline that is deployed first. */
let old: DeployedPipeline;

/** An account of its own, so that whatever is in it is the pipeline's. */
beforeAll(async () => {
  cloud = closing.add(await openCloud({ emulator: emulatorInTest('redeploy') }));
  const { emulator, cdk, notifyUrl, notifyKey } = cloud;
  context = { stackName: 'redeployed', secretName: 'redeployed', notifyBaseUrl: notifyUrl };
  await putApiKey(emulator.address, 'redeployed', notifyKey);
  await cdk.run('bootstrap');
});

afterAll(() => closing.close());

/** What costs something, or whose name could be taken, by the commands that list it. */
const lists = {
  tables: ['dynamodb', 'list-tables', '--query', 'TableNames'],
  queues: ['sqs', 'list-queues', '--query', 'QueueUrls'],
  buckets: ['s3api', 'list-buckets', '--query', 'Buckets[].Name'],
  secrets: ['secretsmanager', 'list-secrets', '--query', 'SecretList[].Name'],
  logGroups: ['logs', 'describe-log-groups', '--query', 'logGroups[].logGroupName'],
  functions: ['lambda', 'list-functions', '--query', 'Functions[].FunctionName'],
  buses: ['events', 'list-event-buses', '--query', 'EventBuses[].Name'],
  scheduleGroups: ['scheduler', 'list-schedule-groups', '--query', 'ScheduleGroups[].Name'],
  alarms: ['cloudwatch', 'describe-alarms', '--query', 'MetricAlarms[].AlarmName'],
  parameters: ['ssm', 'describe-parameters', '--query', 'Parameters[].Name'],
  aliases: ['kms', 'list-aliases', '--query', 'Aliases[].AliasName'],
} as const;

async function inAccount(): Promise<Readonly<Record<string, readonly string[]>>> {
  const found: Record<string, readonly string[]> = {};
  const { environment: env } = cloud.cdk;
  // The command line asks SQS at an address of its own unless it is given one.
  const options = ['--endpoint-url', String(env['AWS_ENDPOINT_URL']), '--output', 'json'];
  for (const [what, command] of Object.entries(lists)) {
    const printed = await runCommand('aws', [...command, ...options], { env });
    found[what] = ((JSON.parse(printed || 'null') ?? []) as string[]).toSorted();
  }
  return found;
}

/** Does something while a bus of somebody else has the name that the pipeline's is to have. */
async function withNameOfBusTaken(work: () => Promise<void>): Promise<void> {
  const { Resources } = synthesizeTemplate(context) as {
    Resources: Record<string, { Type: string; Properties: { Name: string } }>;
  };
  const Name = Object.values(Resources).find(({ Type }) => Type === CfnEventBus.CFN_RESOURCE_TYPE_NAME)?.Properties
    .Name;
  const events = new EventBridgeClient(cloud.emulator.address);
  await events.send(new CreateEventBusCommand({ Name }));
  try {
    await work();
  } finally {
    await events.send(new DeleteEventBusCommand({ Name }));
    events.destroy();
  }
}

const open = async (outputs: Outputs): Promise<DeployedPipeline> =>
  closing.add(await DeployedPipeline.open(cloud.emulator.address, outputs));

test('a first deployment that fails leaves nothing behind, and the next is like the first', async () => {
  const before = await inAccount();
  await withNameOfBusTaken(async () => {
    await expect(cloud.cdk.deploy(context)).rejects.toThrow(/already exists/);
  });
  expect(await inAccount()).toEqual(before);

  old = await open(await cloud.cdk.deploy(context));
  await old.publish(officeClosed('after a failure'));
  const sent = await untilItIs(old, 'after a failure', 'sent', 'delivered');
  expect(acceptedFor(cloud.standIn, sent)).toBe(1);
});

test('a pipeline moves to another stack: what waits with the old one is sent, nothing twice, and the records stay', async () => {
  const { cdk, standIn } = cloud;
  const shared = { ...context, rateShare: '0.5' };
  const moved = { ...context, stackName: 'moved', pipelineId: 'moved' };
  const outputs = await cdk.deploy(shared);
  await old.publish(officeClosed('waits', { send_after: new Date(Date.now() + 60_000).toISOString() }));
  const young = await open(await cdk.deploy({ ...moved, rateShare: '0.5' }));
  await young.publish(officeClosed('comes to the new one'));

  const waited = await untilItIs(old, 'waits', 'sent', 'delivered');
  const came = await untilItIs(young, 'comes to the new one', 'sent', 'delivered');
  await cdk.destroy(shared);
  await cdk.deploy(moved);
  await young.publish(officeClosed('comes when the old one is gone'));
  const last = await untilItIs(young, 'comes when the old one is gone', 'sent', 'delivered');

  expect([waited, came, last].map((delivery) => acceptedFor(standIn, delivery))).toEqual([1, 1, 1]);
  const { tables, buckets, functions, alarms, buses } = await inAccount();
  expect(tables).toContain(outputs['TableName']);
  expect(buckets).toContain(outputs['BucketName']);
  expect([functions, alarms, buses].flat().filter((name) => name?.startsWith('redeployed'))).toEqual([]);
  expect(functions).toContainEqual(expect.stringMatching(/^moved/));
});
