import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { holdsCacheMilliseconds } from '../../lambda/shared/holds/cached-holds';
import { openTable } from '../shared/deliveries/table-in-process';
import { createScheduledTable } from '../shared/schedule/scheduled-table-in-process';
import { aContext } from '../shared/aws/context';
import { openS3 } from '../shared/aws/s3-in-test';
import { callsOfS3, type Call } from './calls';
import { region } from './physical-names';
import { openCloud } from './recording-cloud';
import { byDefault, type Rehearsal } from './stage';

/**
 * Takes a function through its rehearsal, with the environment that it is deployed with. Answers what it asked AWS for.
 */
export async function rehearse(
  name: string,
  deployed: Readonly<Record<string, string>>,
  { acts, answers = () => undefined }: Rehearsal,
): Promise<readonly Call[]> {
  const table = await openTable(deployed['NOTIFY_TABLE_NAME']);
  const scheduled = deployed['NOTIFY_SCHEDULED_TABLE_NAME'];
  if (scheduled !== undefined) await createScheduledTable(table.client, scheduled);
  const s3 = await openS3();
  const cloud = await openCloud(table.endpoint, (...request) => answers(...request) ?? byDefault(...request));
  const here = (value: string): string =>
    value.replaceAll(/https:\/\/(sqs\.[a-z0-9.-]+|notify\.example)/g, cloud.endpoint);
  const lambda = start(name, {
    ...Object.fromEntries(Object.entries(deployed).map(([variable, value]) => [variable, here(value)])),
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_ENDPOINT_URL: cloud.endpoint,
    AWS_ENDPOINT_URL_S3: s3.endpoint,
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  });
  const ended = new AbortController();
  lambda.once('exit', () => ended.abort());
  try {
    for (const { before, event } of acts) {
      await before?.({ table, scheduled: scheduled ?? '', s3 });
      lambda.send(event);
      const answered = once(lambda, 'message', { signal: ended.signal }) as Promise<[string | null]>;
      const [failure] = await answered.catch(() => ['its process ended without an answer']);
      if (failure !== null) throw new Error(`the ${name} function failed: ${failure}`);
    }
    return [...cloud.calls, ...s3.calls.flatMap(callsOfS3)];
  } finally {
    lambda.kill();
    await Promise.all([cloud.close(), s3.close(), table.close()]);
  }
}

/** Handles an event for every message from its parent. The wait until all senders know that a hold has ended is left out. */
const script = `
  const timers = require('node:timers/promises');
  const { setTimeout: inTime } = timers;
  timers.setTimeout = (wait, ...terms) => inTime(wait === ${holdsCacheMilliseconds} ? 0 : wait, ...terms);
  const [bundle, context] = process.argv.slice(1);
  const { handler } = require(bundle);
  process.on('message', (event) =>
    handler(event, { ...JSON.parse(context), getRemainingTimeInMillis: () => 120000 }).then(
      () => process.send(null),
      (error) => process.send(error.stack),
    ));`;

/** Loads a bundle in a process of its own, as Lambda does. */
function start(name: string, env: Readonly<Record<string, string>>): ChildProcess {
  const bundle = resolve(__dirname, '../../dist/lambda', name, 'index.js');
  const terms = ['-e', script, bundle, JSON.stringify(aContext)];
  return spawn(process.execPath, terms, { env, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
}
