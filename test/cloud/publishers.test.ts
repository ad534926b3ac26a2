import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { acceptedFor } from '../../local/accepted';
import { putApiKey } from '../../local/cloud/api-key-secret';
import { Closing } from '../../local/cloud/closing';
import { DeployedPipeline } from '../../local/cloud/deployed-pipeline';
import { openCloud, type LocalCloud } from '../../local/cloud/local-cloud';
import { repository, runCommand } from '../../local/cloud/run-command';
import type { Outputs } from '../../local/cloud/cdk';
import { commandsIn, fileNamed } from '../docs/page-parts';
import { until } from '../../local/cloud/until';
import { emulatorInTest, untilItIs, within } from './deployed';

const pages = {
  eventBridge: 'docs/guide/publish-from-eventbridge.md',
  stepFunctions: 'docs/guide/publish-from-step-functions.md',
};

const closing = new Closing();
let cloud: LocalCloud;
let outputs: Outputs;
let pipeline: DeployedPipeline;

/** What the pages show, deployed word by word with a pipeline beside it. */
beforeAll(async () => {
  cloud = closing.add(await openCloud({ emulator: emulatorInTest() }));
  const { emulator, cdk, notifyUrl, notifyKey } = cloud;
  await putApiKey(emulator.address, 'publishers', notifyKey);
  // In the repository, where the packages are that the code imports.
  mkdirSync(join(repository, 'node_modules/.cache'), { recursive: true });
  const snippets = mkdtempSync(join(repository, 'node_modules/.cache/publishers-'));
  closing.add({ close: async () => rmSync(snippets, { recursive: true }) });
  writeFileSync(join(snippets, 'tell-of-orders.ts'), fileNamed(pages.eventBridge, 'tell-of-orders.ts'));
  for (const name of ['grant-licence.ts', 'renew-licence.ts']) {
    writeFileSync(join(snippets, name), fileNamed(pages.stepFunctions, name));
  }
  outputs = await cdk.deploy({ notifyBaseUrl: notifyUrl, snippets }, '--app', 'npx tsx test/cloud/publishers.ts');
  pipeline = closing.add(await DeployedPipeline.open(emulator.address, outputs));
});

afterAll(() => closing.close());

/** Runs the command that a page shows, and answers the JSON that it prints. */
async function runFrom<Printed>(page: string, variables: NodeJS.ProcessEnv = {}): Promise<Printed> {
  const [command = ''] = commandsIn(page);
  const env = { ...cloud.cdk.environment, ...variables };
  return JSON.parse(await runCommand('bash', ['--norc', '-euo', 'pipefail', '-c', command], { env })) as Printed;
}

test('the event of the guide to EventBridge becomes one email, under the id of the event', async () => {
  const { Entries } = await runFrom<{ Entries: { EventId: string }[] }>(pages.eventBridge);
  const email = await untilItIs(pipeline, Entries[0]?.EventId ?? '', 'delivered');
  expect(email).toMatchObject({ type: 'email', reference: 'JUG-0001' });
  expect(acceptedFor(cloud.standIn, email)).toBe(1);
});

test('the machine of the guide to Step Functions sends one email, under the id of the execution', async () => {
  const started = { MACHINE_ARN: outputs['GrantLicenceMachine'] };
  const { executionArn } = await runFrom<{ executionArn: string }>(pages.stepFunctions, started);
  const email = await untilItIs(pipeline, `${executionArn} granted`, 'delivered');
  expect(email).toMatchObject({ type: 'email', reference: 'JUG-0001' });
  expect(acceptedFor(cloud.standIn, email)).toBe(1);
});

interface Execution {
  readonly status: string;
  readonly output?: string;
}
/** Starts the machine that waits, and waits for its end. */
async function renewFor(email: string): Promise<{ readonly execution: Execution; readonly key: string }> {
  const aws = async (...args: readonly string[]) =>
    JSON.parse(await runCommand('aws', ['stepfunctions', ...args], { env: cloud.cdk.environment })) as Execution & {
      readonly executionArn: string;
    };
  const input = JSON.stringify({ licence: 'JUG-0002', email });
  const machine = outputs['RenewLicenceMachine'] ?? '';
  const { executionArn } = await aws('start-execution', '--state-machine-arn', machine, '--input', input);
  const execution = await until(
    'the execution is over',
    async () => {
      const described = await aws('describe-execution', '--execution-arn', executionArn);
      return described.status !== 'RUNNING' && described;
    },
    { within },
  );
  return { execution, key: `${executionArn} renewal` };
}

test('a state that waits goes on with the outcome when its email is delivered', async () => {
  const { execution, key } = await renewFor('amala@example.com');
  const { delivery_id, notification_id } = await untilItIs(pipeline, key, 'delivered');
  expect(execution.status).toBe('SUCCEEDED');
  expect(JSON.parse(execution.output ?? '{}')).toMatchObject({
    delivery_id,
    notification_id,
    state: 'delivered',
    reference: 'JUG-0002',
  });
});

test('a state that waits is caught when its email does not arrive', async () => {
  const { execution, key } = await renewFor('perm-fail@simulator.notify');
  await untilItIs(pipeline, key, 'failed');
  expect([execution.status, execution.output]).toEqual(['SUCCEEDED', '"write a letter"']);
});
