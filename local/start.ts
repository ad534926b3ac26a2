import { parseArgs } from 'node:util';
import type { Monitor } from '../lambda/ports';
import { defaultWorld } from '../lib/testing';
import { readMessages, type ReadMessages } from './read-messages';
import { changeLine, jsonLine, resultTable } from './report';
import { runMessages } from './run-messages';
import { sampleMessages } from './samples';

const usage = `npm start -- [--json] [--messages FILE]

Runs the pipeline of the synthesized stack on this machine, against a stand-in for GOV.UK Notify. Time is moved by
hand: a letter's days pass in a moment.

  --json            print one line of JSON for each delivery, and nothing else
  --messages FILE   send these queue messages, one JSON object a line, instead of the samples
`;

/** The functions' logs would only be in the way; what they say is in the table too. */
const silent: Monitor = { count() {}, info() {}, warn() {}, error() {} };

async function main(): Promise<void> {
  // Nothing here talks to AWS, and Lambda runs a newer Node.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
  const { values } = parseArgs({
    options: { json: { type: 'boolean' }, messages: { type: 'string' }, help: { type: 'boolean' } },
  });
  if (values.help) return void process.stdout.write(usage);

  const world = defaultWorld();
  const { messages, faults }: ReadMessages = values.messages
    ? await readMessages(values.messages)
    : { messages: sampleMessages(world), faults: [] };
  for (const fault of faults) process.stderr.write(`${fault}\n`);

  const print = (text: string): void => void process.stdout.write(`${text}\n`);
  const rows = await runMessages({
    world,
    messages,
    monitor: silent,
    stepPause: process.stdout.isTTY && !values.json ? 150 : 0,
    onChange: (event, label, since) => {
      if (!values.json) print(changeLine(event, label, since));
    },
  });
  for (const row of values.json ? rows : []) print(jsonLine(row));
  if (!values.json) print(`\n${resultTable(rows)}`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
