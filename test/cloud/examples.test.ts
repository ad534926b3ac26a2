import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environment } from '../../lib/contract/environment';
import { addressVariables, withoutAws } from '../../local/cloud/cloud-address';
import { pythonPrograms } from '../../local/cloud/python';
import { repository, runCommand } from '../../local/cloud/run-command';
import { Project } from '../docs/project';
import { deploy, untilItIs, type Deployed } from './deployed';

let deployed: Deployed;
let env: NodeJS.ProcessEnv;

beforeAll(async () => {
  deployed = await deploy('examples');
  const { outputs } = deployed.pipeline;
  env = {
    ...withoutAws(process.env),
    ...addressVariables(deployed.emulator.address),
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    [environment.publisher.queueUrl]: outputs['QueueUrl'],
    [environment.publisher.urgentQueueUrl]: outputs['UrgentQueueUrl'],
    [environment.publisher.bucketName]: outputs['BucketName'],
    [environment.publisher.pipelineId]: outputs['PipelineId'],
  };
});
afterAll(() => deployed.close());

/** The types of the messages with these keys, once all of them are sent. */
async function typesOf(...keys: readonly string[]): Promise<readonly string[]> {
  const sent = await Promise.all(keys.map((key) => untilItIs(deployed.pipeline, key, 'sent', 'delivered')));
  return sent.map(({ type }) => type);
}

test('the example for the AWS command line publishes an email, which is sent', async () => {
  await runCommand('sh', ['examples/aws-cli/publish.sh'], { env });
  expect(await typesOf('aws-cli: reminder of appointment JUG-0001')).toEqual(['email']);
});

test('the example for Python publishes a text and an email, which are sent', async () => {
  const programs = await pythonPrograms({ requirements: join(__dirname, 'python/requirements.txt') });
  await runCommand(join(programs, 'python'), ['examples/python/publish.py'], { env });
  expect(await typesOf('python: sign-in 7f3a', 'python: reminder of appointment JUG-0001')).toEqual(['sms', 'email']);
});

test('the example for Java publishes a letter, which is sent', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'example-java-'));
  try {
    cpSync(join(repository, 'examples/java'), folder, { recursive: true });
    await runCommand('mvn', ['--quiet', '--batch-mode', 'compile', 'exec:java'], { cwd: folder, env });
  } finally {
    rmSync(folder, { recursive: true });
  }
  expect(await typesOf('licence JUG-0001 renewal')).toEqual(['letter']);
});

test('the example for TypeScript publishes an email for each appointment, which are sent', async () => {
  const project = await Project.create();
  try {
    for (const name of ['@aws-sdk/client-sqs', '@aws-sdk/client-s3']) project.link(name);
    const appointment = { emailAddress: 'amala@example.com', name: 'Amala', day: 'Monday', time: '10:30' };
    const appointments = ['JUG-1', 'JUG-2'].map((id) => ({ id, ...appointment }));
    const example = readFileSync(join(repository, 'examples/typescript/remind.ts'), 'utf8');
    const ended = await project.run(`${example}\nawait handler(${JSON.stringify({ appointments })});`, env);
    expect(ended).toEqual({ code: 0, output: '', errors: '' });
  } finally {
    project.remove();
  }
  expect(await typesOf('reminder of appointment JUG-1', 'reminder of appointment JUG-2')).toEqual(['email', 'email']);
});

test('the pipeline is found by its SSM parameter, by its id', async () => {
  const { PipelineId = '' } = deployed.pipeline.outputs;
  const project = await Project.create();
  try {
    for (const name of ['@aws-sdk/client-sqs', '@aws-sdk/client-s3', '@aws-sdk/client-ssm']) project.link(name);
    const ended = await project.run(
      `
      import { NotifyPublisher } from 'cdk-govuk-notify/publisher';
      const publisher = await NotifyPublisher.fromPipeline('${PipelineId}');
      await publisher.sendSms({
        templateId: '50000000-0000-4000-8000-000000000002',
        phoneNumber: '07700 900123',
        idempotencyKey: 'found by its id',
      });`,
      env,
    );
    expect(ended).toEqual({ code: 0, output: '', errors: '' });
  } finally {
    project.remove();
  }
  expect(await typesOf('found by its id')).toEqual(['sms']);
});
