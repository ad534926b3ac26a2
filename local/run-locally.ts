import { parseArgs } from 'node:util';
import type { World } from '../lib/testing';
import type { ReadMessages } from './read-messages';
import type { Sample } from './samples';
import { silence } from './silence';

const usage = `npm start -- [--json | --inbox [--port N]] [--messages FILE | --csv FILE [--sheet NAME] --template TEMPLATE]

Runs the pipeline of the synthesized stack on this machine, against a stand-in for GOV.UK Notify. Time is moved by
hand: a letter's days pass in a moment. Lines and rows that cannot be sent are listed with what is wrong with them, and
the others go on. Ends with 0 when those have come to an end, and with 1 if there is nothing that can be sent.

  --json            print one line of JSON for each delivery, and nothing else
  --inbox           show it in a web page instead: every delivery, and the messages that Notify has. It keeps running until
                    Ctrl+C, and time moves by the page's buttons
  --port N          of that page; a free one without it
  --messages FILE   send these queue messages, one JSON object a line, instead of the samples
  --csv FILE        send a message for each row of this spreadsheet instead, CSV, .xlsx or .ods, and show how far that
                    has come
  --sheet NAME      the sheet of a workbook; the first that is not hidden without it
  --template NAME   the name or id of its template, one of the stand-in's: 'Security code' needs the columns
                    "phone number" and "code"
  --context K=V     a setting of the app, as \`cdk deploy --context\` takes it, such as allowedDomains=example.gov.uk. Give it
                    once for each
  --help            print this; after --messages, with the ids that messages can name and an example
`;

/** What a person does once they have seen it run. */
const whatNext = `
What next:
  npm start -- --messages --help
      how to send messages of your own
  npm run deploy:local
      deploys the same with the CDK, to an emulator of AWS
  README.md
      how to use the construct in an app of yours
`;

/** The functions' logs would only be in the way; what they say is in the table too. */
interface Source {
  readonly messages?: string | undefined;
  readonly csv?: string | undefined;
  readonly template?: string | undefined;
  readonly sheet?: string | undefined;
  readonly port?: string | undefined;
}

interface InboxSource extends Source {
  readonly context: Readonly<Record<string, string>>;
}

/**
 * Does what the command line of `npm start` says, and prints what comes of it.
 * @returns the exit code
 */
export async function runLocally(args: readonly string[]): Promise<number> {
  try {
    await run(args);
    return 0;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  }
}

async function run(args: readonly string[]): Promise<void> {
  if (args.includes('--help')) return help(args.includes('--messages'));
  const { values } = parseArgs({
    args: [...args],
    options: {
      json: { type: 'boolean' },
      inbox: { type: 'boolean' },
      port: { type: 'string' },
      messages: { type: 'string' },
      csv: { type: 'string' },
      template: { type: 'string' },
      sheet: { type: 'string' },
      context: { type: 'string', multiple: true, short: 'c' },
    },
  });
  const isMailing = values.csv !== undefined;
  const isOwn = isMailing || values.messages !== undefined;
  // What follows takes a while to load, and longer to synthesize the stack.
  if (!values.json && !isOwn) process.stdout.write('The samples go through the pipeline on this machine.\n\n');

  if (values.json && values.inbox) throw new Error('give --json or --inbox, not both');
  const context = readContext(values.context);
  const { defaultWorld } = await import('../lib/testing');
  const world = defaultWorld();
  const { messages, remarks, summary } = await read(values, world);
  for (const remark of remarks) process.stderr.write(`${remark}\n`);
  if (summary !== undefined) (values.json ? process.stderr : process.stdout).write(`${summary}\n`);

  if (messages.length === 0) throw new Error('there is nothing to send; give a file with a message in it');

  if (values.inbox) return showInbox(world, messages, { ...values, context });
  const { runMessages } = await import('./run-messages');
  const { sampleTexts } = await import('./samples');
  const { showChanges, showJson, showProgress } = await import('./shows');
  const show = values.json ? showJson() : isMailing ? showProgress(distinct(messages)) : showChanges();
  const rows = await runMessages({
    world,
    messages,
    texts: isOwn ? [] : sampleTexts,
    monitor: silence,
    context,
    stepPause: process.stdout.isTTY && !values.json && !isMailing ? 150 : 0,
    onChange: show.onChange,
    onText: show.onText,
  });
  show.end(rows);
  if (!values.json) process.stdout.write(whatNext);
}

/** @param withIds whether it is asked what messages can name */
async function help(withIds: boolean): Promise<void> {
  process.stdout.write(usage);
  if (!withIds) return;
  const { defaultWorld, describeWorld } = await import('../lib/testing');
  const example = {
    type: 'sms',
    template_id: '50000000-0000-4000-8000-000000000001',
    phone_number: '07700 900123',
    personalisation: { code: '12345' },
  };
  process.stdout.write(`
A message is one JSON object on one line, such as

${JSON.stringify(example)}

The stand-in has these, with what each template needs in its personalisation:

${describeWorld(defaultWorld())}
`);
}

/** Shows all in a web page, until somebody presses Ctrl+C. */
async function showInbox(
  world: World,
  messages: readonly Sample[],
  { port, context, ...source }: InboxSource,
): Promise<void> {
  if (port !== undefined && !/^\d{1,5}$/.test(port)) throw new Error(`port "${port}" is not one; give a whole number`);
  const isOwn = source.messages !== undefined || source.csv !== undefined;
  const { interruptible } = await import('../bin/commands/interruptible');
  const { serveInbox } = await import('./inbox/serve-inbox');
  const { troubledMessages } = await import('./inbox/troubles');
  const { sampleTexts } = await import('./samples');
  const { showChanges } = await import('./shows');
  await interruptible(async (stop) => {
    const stopped = new Promise((resolve) => stop.addEventListener('abort', resolve));
    const show = showChanges();
    const { url, close } = await serveInbox({
      world,
      messages: isOwn ? messages : [...messages, ...troubledMessages(world)],
      texts: isOwn ? [] : sampleTexts,
      monitor: silence,
      context,
      port: Number(port ?? 0),
      onChange: show.onChange,
      onText: show.onText,
    });
    process.stdout.write(`\nSee it all, and move time on: ${url}/deliveries\nPress Ctrl+C to end.\n\n`);
    if (!stop.aborted) await stopped;
    await close();
  });
}

async function read({ messages, csv, template, sheet }: Source, world: World): Promise<ReadMessages> {
  if (messages !== undefined && csv !== undefined) throw new Error('give --messages or --csv, not both');
  if ((csv === undefined) !== (template === undefined)) throw new Error('--csv and --template go together; give both');
  if (csv !== undefined && template !== undefined) {
    const { readSpreadsheet } = await import('./read-spreadsheet');
    return readSpreadsheet({ file: csv, template, sheet }, world);
  }
  if (messages !== undefined) return (await import('./read-messages')).readMessages(messages);
  const { sampleMessages } = await import('./samples');
  return { messages: sampleMessages(world, new Date('2026-03-02T17:30:00Z')), remarks: [] };
}

function readContext(pairs: readonly string[] = []): Readonly<Record<string, string>> {
  const read = pairs.map((pair) => /^([^=]+)=(.*)$/s.exec(pair));
  if (read.includes(null)) throw new Error('--context takes a key and a value; give it as KEY=VALUE');
  return Object.fromEntries(read.flatMap((pair) => (pair ? [[pair[1], pair[2]]] : [])));
}

/** Rows that are the same are one message. */
const distinct = (messages: ReadMessages['messages']): number => new Set(messages.map(({ body }) => body)).size;
