import { parseArgs } from 'node:util';
import type { Monitor } from '../lambda/ports';
import type { ReceivedTextEvent } from '../lib/contract/events/received-text';
import { defaultWorld } from '../lib/testing';
import { readMessages, type ReadMessages } from './read-messages';
import { changeLine, jsonLine, resultTable, textLine } from './report';
import { runMessages } from './run-messages';
import { sampleMessages, sampleTexts } from './samples';

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
  const received: ReceivedTextEvent[] = [];
  const rows = await runMessages({
    world,
    messages,
    texts: values.messages ? [] : sampleTexts,
    monitor: silent,
    stepPause: process.stdout.isTTY && !values.json ? 150 : 0,
    onChange: (event, about) => {
      if (!values.json) print(changeLine(event, about));
    },
    onText: (event, publishedAt) => {
      received.push(event);
      if (!values.json) print(textLine(event, publishedAt));
    },
  });
  for (const row of values.json ? rows : []) print(jsonLine(row));
  if (!values.json) print(`\n${resultTable(rows, received)}`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
