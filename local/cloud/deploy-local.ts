import { parseArgs } from 'node:util';
import { isDeliveryEvent, isTextReceivedEvent, type PipelineEvent } from '../../lib/contract/events/schema-violations';
import type { ReceivedTextEvent } from '../../lib/contract/events/received-text';
import { changeLine, resultTable, textLine, type About } from '../report';
import { lookOf } from '../shows';
import { sampleMessages, sampleTexts } from '../samples';
import { deleteSecret, putApiKey } from './api-key-secret';
import { callbackTarget, setCallbacks } from './callbacks';
import { Closing } from './closing';
import { givenEmulator } from './emulator';
import { openCloud } from './local-cloud';
import { sendSamples } from './send-samples';
import { whatToTry } from './what-to-try';

const usage = `npm run deploy:local -- [--keep]

Deploys the app of bin/ with the CDK CLI to an emulator of AWS on this machine, sends the samples of npm start through
the deployed queue and functions, and shows what happens to each. Nothing leaves this machine.

It starts an emulator by itself, for which it needs Python 3.10 or newer, and ends it at the end. Set AWS_ENDPOINT_URL
to use one that runs already: it deletes what it puts there.

  --keep   leaves everything running until Ctrl-C, and prints commands to try
`;

/** Apart from what anybody else may have in an emulator that was there before. */
const stackName = 'govuk-notify-local';
const secretName = 'govuk-notify-local/api-key';
/** Milliseconds until the message that waits for a time of its own may go. */
const later = 5000;

/** What Notify tells by itself comes in too. */
const inbound = { callbacks: 'true', receivedTexts: 'true' };

const print = (text: string): void => void process.stdout.write(`${text}\n`);

/** Says what is being done, and how long it took. */
async function step<Result>(what: string, work: Promise<Result>): Promise<Result> {
  const begun = Date.now();
  process.stdout.write(`${what} … `);
  const result = await work;
  print(`${Math.round((Date.now() - begun) / 1000)}s`);
  return result;
}

async function deployLocal(keep: boolean, signal: AbortSignal): Promise<void> {
  const closing = new Closing();
  try {
    const given = givenEmulator(process.env);
    const opened = openCloud({ emulator: given, signal });
    const cloud = closing.add(await step('sets up an emulator of AWS and a stand-in for Notify', opened));
    const { emulator, cdk, standIn, notifyUrl } = cloud;
    print(`AWS answers on ${emulator.address.endpoint}, Notify on ${notifyUrl}`);
    const context = { stackName, secretName, notifyBaseUrl: notifyUrl, removalPolicy: 'destroy', ...inbound };

    await step('cdk bootstrap', cdk.run('bootstrap', context));
    await putApiKey(emulator.address, secretName, cloud.notifyKey);
    if (given) closing.add({ close: () => deleteSecret(emulator.address, secretName) });
    if (given) closing.add({ close: () => cdk.destroy(context) });
    const outputs = await step('cdk deploy', cdk.deploy(context));

    setCallbacks(standIn, await callbackTarget(emulator.address, outputs));

    const samples = sampleMessages(standIn.world, new Date(Date.now() + later));
    print(`\n${samples.length} messages are on the queue.\n`);
    const received: ReceivedTextEvent[] = [];
    const onEvent = (event: PipelineEvent, about: About): void => {
      if (isDeliveryEvent(event)) print(changeLine(event, about, lookOf(process.stdout)));
      if (!isTextReceivedEvent(event)) return;
      received.push(event);
      print(textLine(event, about.publishedAt, lookOf(process.stdout)));
    };
    const settings = { address: emulator.address, outputs, standIn, samples, texts: sampleTexts };
    const rows = await sendSamples({ ...settings, onEvent, signal });
    print(`\n${resultTable(rows, received, lookOf(process.stdout))}`);
    print('Letters are asked for once an hour: what stands there of one that is sent is what Notify says now.');
    if (keep) await untilInterrupted(whatToTry(cloud, context, outputs), signal);
  } finally {
    await closing.close();
  }
}

async function untilInterrupted(text: string, signal: AbortSignal): Promise<void> {
  print(text);
  await new Promise((resolve) => {
    signal.addEventListener('abort', resolve, { once: true });
  });
}

async function main(): Promise<void> {
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
  const { values } = parseArgs({ options: { keep: { type: 'boolean', default: false }, help: { type: 'boolean' } } });
  if (values.help) return print(usage);

  const interrupted = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      if (!interrupted.signal.aborted) print('\nstops …');
      interrupted.abort();
    });
  }
  await deployLocal(values.keep, interrupted.signal).catch((error: unknown) => {
    if (!interrupted.signal.aborted) throw error;
    process.exitCode = 130;
  });
}

main().catch((error: unknown) => {
  process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
