import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { GetBucketLocationCommand, S3Client } from '@aws-sdk/client-s3';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { schemaViolations, type PipelineEvent } from '../../lib/contract/events/schema-violations';
import { deliveryId } from '../../lib/contract/identity';
import type { Outputs } from '../../local/cloud/cdk';
import { setCallbacks } from '../../local/cloud/callbacks';
import { DeployedPipeline } from '../../local/cloud/deployed-pipeline';
import { openCloud, type LocalCloud } from '../../local/cloud/local-cloud';
import { repository, runCommand } from '../../local/cloud/run-command';
import { sendSamples } from '../../local/cloud/send-samples';
import { sampleMessages } from '../../local/samples';
import { emulatorInTest, officeClosed, untilItIs } from './deployed';
import { commandsUnder } from '../docs/page-parts';

let cloud: LocalCloud;
let outputs: Outputs;
let context: Record<string, string>;

/** What the page tells to do, word by word, in an account that has nothing yet. Only Notify is the stand-in. */
beforeAll(async () => {
  cloud = await openCloud({ emulator: emulatorInTest('deploy') });
  context = { notifyBaseUrl: cloud.notifyUrl, callbacks: 'true' };
  const env = { ...cloud.cdk.environment, NOTIFY_BASE_URL: cloud.notifyUrl };
  await writeFile(join(repository, 'api-key.txt'), `${cloud.notifyKey}\n`);
  let printed = '';
  for (const commands of commandsUnder('docs/guide/app.md', 'Deploy to AWS')) {
    printed = await runCommand('bash', ['--norc', '-euo', 'pipefail', '-c', commands], { env });
  }
  outputs = await cloud.cdk.outputs();
  setCallbacks(cloud.standIn, { url: outputs['CallbackUrl'] ?? '', bearerToken: printed.trim() });
});

afterAll(() => cloud.close());

/** The ids of the deliveries on record. What the functions write of themselves comes and goes. */
async function deliveries(): Promise<readonly string[]> {
  const client = new DynamoDBClient(cloud.emulator.address);
  const { Items = [] } = await client.send(
    new ScanCommand({
      TableName: outputs['TableName'],
      FilterExpression: 'attribute_exists(#state)',
      ExpressionAttributeNames: { '#state': 'state' },
    }),
  );
  client.destroy();
  return Items.map(({ id }) => String(id?.S)).toSorted();
}

test('every sample message has the right outcome and is sent once', async () => {
  const events: PipelineEvent[] = [];
  const samples = sampleMessages(cloud.standIn.world, new Date(Date.now() + 5000));
  const rows = await sendSamples({
    address: cloud.emulator.address,
    outputs,
    standIn: cloud.standIn,
    samples,
    // They are not switched on.
    texts: [],
    onEvent: (event) => events.push(event),
  });

  const ends = rows.map(({ labels, delivery: { state, failure, status }, accepted }) => [
    labels.join(' + '),
    [state, failure, status].filter(Boolean).join(' '),
    accepted,
  ]);
  // Letters are asked for once an hour: if that is now, they are delivered.
  const letter = expect.stringMatching(/^(?:sent|delivered) received$/) as unknown;
  expect(ends).toEqual([
    ['email + the same email again', 'delivered delivered', 1],
    ['email with a file', 'delivered delivered', 1],
    ['text message', 'delivered delivered', 1],
    ['urgent text message', 'delivered delivered', 1],
    ['letter', letter, 1],
    ['letter that comes back', 'failed returned returned-letter', 1],
    ['precompiled letter', letter, 1],
    ['email that will not arrive', 'failed permanent permanent-failure', 1],
    ['email without the time', 'rejected', 0],
    ['text without a number', 'rejected', 0],
    ['email for later', 'delivered delivered', 1],
  ]);
  expect(events.flatMap(schemaViolations)).toEqual([]);
});

test('nothing differs from what was deployed', async () => {
  await expect(cloud.cdk.run('diff', context, '--fail')).resolves.toMatch(/Number of stacks with differences: 0/);
});

test('a second deployment applies a changed prop and loses no message and no record', async () => {
  const { cdk, emulator } = cloud;
  const changed = { ...context, pollIntervalMinutes: '2' };
  await expect(cdk.run('diff', changed, '--fail')).rejects.toThrow(/NOTIFY_POLL_INTERVAL_SECONDS/);
  const known = await deliveries();
  const pipeline = await DeployedPipeline.open(emulator.address, outputs);
  await pipeline.publish(officeClosed('held', { send_after: new Date(Date.now() + 15_000).toISOString() }));
  await untilItIs(pipeline, 'held', 'held');

  const deploying = cdk.deploy(changed);
  await pipeline.publish(officeClosed('meanwhile'));
  expect(await deploying).toEqual(outputs);

  await untilItIs(pipeline, 'meanwhile', 'sent', 'delivered');
  await untilItIs(pipeline, 'held', 'sent', 'delivered');
  const published = ['held', 'meanwhile'].map((key) => deliveryId(outputs['PipelineId'] ?? '', key));
  expect(await deliveries()).toEqual([...known, ...published].toSorted());
  await pipeline.close();
  await expect(cdk.run('diff', changed, '--fail')).resolves.toMatch(/Number of stacks with differences: 0/);
});

test('a destroyed stack leaves the table with its records, and the bucket', async () => {
  const known = await deliveries();
  expect(known.length).toBeGreaterThan(2);
  await cloud.cdk.destroy(context);

  const functions = ['lambda', 'list-functions', '--query', 'Functions[].FunctionName', '--output', 'text'];
  expect((await runCommand('aws', functions, { env: cloud.cdk.environment })).trim()).toBe('');
  expect(await deliveries()).toEqual(known);
  const s3 = new S3Client(cloud.emulator.address);
  await s3.send(new GetBucketLocationCommand({ Bucket: outputs['BucketName'] }));
  s3.destroy();
});
