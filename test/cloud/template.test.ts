import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { emulatorContext } from '../../lib/construct/app/for-emulator';
import { acceptedFor } from '../../local/accepted';
import { putApiKey } from '../../local/cloud/api-key-secret';
import { Closing } from '../../local/cloud/closing';
import { DeployedPipeline } from '../../local/cloud/deployed-pipeline';
import { openCloud } from '../../local/cloud/local-cloud';
import { runCommand } from '../../local/cloud/run-command';
import { commandsIn } from '../docs/page-parts';
import { emulatorInTest, officeClosed, untilItIs } from './deployed';

const closing = new Closing();
afterAll(() => closing.close());

interface Described {
  readonly Stacks: readonly { readonly Outputs: readonly { OutputKey: string; OutputValue: string }[] }[];
}

test('what the guide to Terraform writes is deployed without the CDK, and sends a message', async () => {
  const { emulator, cdk, standIn, notifyUrl, notifyKey } = closing.add(await openCloud({ emulator: emulatorInTest() }));
  await putApiKey(emulator.address, 'plain/api-key', notifyKey);
  const folder = mkdtempSync(join(tmpdir(), 'template-'));
  closing.add({ close: async () => rmSync(folder, { recursive: true }) });
  const env = {
    ...cdk.environment,
    BUCKET: 'archives-of-notify',
    // What the emulator cannot deploy is left out.
    CDK_CONTEXT_JSON: JSON.stringify({ [emulatorContext]: true }),
  };
  const run = (command: string) => runCommand('bash', ['--norc', '-euo', 'pipefail', '-c', command], { env });
  const [shown = ''] = commandsIn('docs/guide/terraform.md');
  const command = shown
    .replaceAll(/\btemplate(?=\/| -c)/g, `${folder}/written`)
    .replace('ArchivePrefix=notify/', `$& NotifyBaseUrl=${notifyUrl} ApiKeySecretName=plain/api-key`);

  await run(`aws s3 mb "s3://$BUCKET"\n${command}`);

  const { Stacks } = JSON.parse(await run('aws cloudformation describe-stacks --stack-name notify')) as Described;
  const outputs = Object.fromEntries((Stacks[0]?.Outputs ?? []).map((each) => [each.OutputKey, each.OutputValue]));
  const pipeline = closing.add(await DeployedPipeline.open(emulator.address, outputs));
  await pipeline.publish(officeClosed('without the CDK'));
  const sent = await untilItIs(pipeline, 'without the CDK', 'sent', 'delivered');
  expect(acceptedFor(standIn, sent)).toBe(1);
});
