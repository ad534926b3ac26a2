import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const repository = resolve(__dirname, '../..');
const listOfFields = 'lib/contract/events/delivery-fields.ts';

/** What is done in each file for a field `campaign_id` of emails, which Notify gets, the record keeps and events tell. */
const edits: Readonly<Record<string, readonly (readonly [after: string, added: string])[]>> = {
  'lib/contract/message.ts': [["type: z.literal('email'),", 'campaign_id: z.optional(whole),']],
  'lib/contract/queue-message.ts': [
    ['export interface EmailQueueMessage extends AnyMessage {', 'readonly campaign_id?: string | undefined;'],
  ],
  'lib/contract/events/details.ts': [
    ['export interface DeliveryEventDetail extends EveryEvent {', 'campaign_id?: string | undefined;'],
  ],
  'build/contract/field-descriptions.ts': [
    ['fieldDescriptions: Readonly<Record<string, string>> = {', "campaign_id: 'What it is part of.',"],
  ],
  'lib/publisher/messages.ts': [
    ['export interface EmailToPublish extends FromTemplate {', 'readonly campaignId?: string | undefined;'],
  ],
  'lib/notify/requests.ts': [
    ['export interface EmailMessage extends TemplateMessage {', 'readonly campaignId?: string | undefined;'],
  ],
  'lambda/send/notify-request.ts': [['emailAddress: message.email_address,', 'campaignId: message.campaign_id,']],
  'lib/rules/schema/requests.ts': [
    ["email_address: { type: 'string', format: emailAddress },", "campaign_id: { type: 'string' },"],
  ],
  'lib/contract/delivery.ts': [['export interface Delivery {', 'readonly campaign_id?: string;']],
  'lambda/send/delivery-record.ts': [
    ["Pick<Delivery, 'template_id'", " | 'campaign_id'"],
    [
      'const { reference, metadata, expires_at } = message;\n  return {',
      "...('campaign_id' in message && message.campaign_id ? { campaign_id: message.campaign_id } : {}),",
    ],
  ],
  'lib/contract/events/delivery.ts': [['delivery_id: deliveryId,', 'campaign_id: z.optional(z.string()),']],
  [listOfFields]: [['Record<DeliveryEventField, true>> = {', 'campaign_id: true,']],
};

/** Sends a message with the field, from the publisher to the event, and says where it was seen. */
const journey = `
import { contractDocuments } from './build/contract/queue-messages';
import { newDelivery } from './lambda/send/delivery-record';
import { postMessage } from './lambda/send/notify-request';
import { deliveryEventOf } from './lambda/shared/deliveries/delivery-event';
import { schemaViolations } from './lib/contract/events/schema-violations';
import { parseQueueMessage } from './lib/contract/parse-message';
import { NotifyClient } from './lib/notify';
import { queueMessageOf } from './lib/publisher/queue-message';
import { apiKey, NotifyStandIn } from './lib/testing';

async function travel() {
  const standIn = new NotifyStandIn();
  const template = standIn.world.services.flatMap(({ templates }) => templates).find(({ name }) => name === 'Newsletter');
  const published = queueMessageOf({
    type: 'email',
    templateId: template!.id,
    emailAddress: 'amala@example.com',
    campaignId: 'spring',
  });
  const parsed = parseQueueMessage(JSON.stringify(published));
  if (!parsed.ok) throw new Error(parsed.reason);
  const bodies: string[] = [];
  const client = new NotifyClient({
    apiKey: apiKey(standIn.world, 'live'),
    transport: (request) => {
      bodies.push(String(request.body));
      return standIn.transport(request);
    },
  });
  const outcome = await postMessage(client, parsed.message, 'a reference').then(() => 'taken', (error) => error.message);
  const record = { messageId: 'the message', messageAttributes: {} };
  const terms = { pipelineId: 'p', hashKey: 'k', recordRetentionSeconds: 1, lease: 1, now: 0 };
  const delivery = newDelivery(parsed.message, record as never, terms);
  const event = deliveryEventOf(undefined, delivery, 'p');
  console.log(JSON.stringify({
    outcome,
    sent: JSON.parse(bodies.at(-1)!).campaign_id,
    kept: delivery.campaign_id,
    told: event?.detail.campaign_id,
    violations: event && schemaViolations(event),
    described: [...contractDocuments()].some(([, text]) => text.includes('What it is part of.')),
  }));
}
void travel();
`;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'field-'));
  for (const part of ['bin', 'build', 'lambda', 'lib'])
    cpSync(join(repository, part), join(folder, part), { recursive: true });
  for (const file of ['package.json', 'tsconfig.json']) cpSync(join(repository, file), join(folder, file));
  symlinkSync(join(repository, 'node_modules'), join(folder, 'node_modules'));
  for (const [path, additions] of Object.entries(edits)) add(path, additions);
  writeFileSync(join(folder, 'journey.ts'), journey);
});
afterAll(() => rmSync(folder, { recursive: true }));

function add(path: string, additions: (typeof edits)[string]): void {
  let text = readFileSync(join(repository, path), 'utf8');
  for (const [after, added] of additions) {
    if (text.split(after).length !== 2) throw new Error(`${path} has not exactly one: ${after}`);
    text = text.replace(after, `${after} ${added}`);
  }
  writeFileSync(join(folder, path), text);
}

async function run(tool: string, ...terms: string[]): Promise<string> {
  const program = join(repository, 'node_modules/.bin', tool);
  const { stdout } = await promisify(execFile)(program, terms, { cwd: folder }).catch((error: { stdout?: string }) => {
    throw new Error(error.stdout, { cause: error });
  });
  return stdout;
}

describe('to add a field to the queue message', () => {
  test('takes the files that CONTRIBUTING names and no others', () => {
    const [, section = ''] = readFileSync(join(repository, 'CONTRIBUTING.md'), 'utf8').split('## Add a field');
    const [steps = ''] = section.split('\n## ');
    const named = steps.match(/(?<=`)(lib|lambda|build)\/[\w/-]+\.ts(?=`)/g);
    // It is for Notify, so the preflight has nothing to leave out.
    expect(new Set(named)).toEqual(new Set([...Object.keys(edits), 'lib/preflight/known.ts']));
  });

  test('makes it go from the publisher to Notify, the record and the event', async () => {
    expect(JSON.parse(await run('tsx', 'journey.ts'))).toEqual({
      outcome: 'taken',
      sent: 'spring',
      kept: 'spring',
      told: 'spring',
      violations: [],
      described: true,
    });
  });

  test('compiles, and does not when events are to have it and its name is not among their fields', async () => {
    expect(await run('tsc', '--singleThreaded', '-p', '.')).toBe('');
    add(listOfFields, []);
    writeFileSync(
      join(folder, 'one.json'),
      JSON.stringify({ extends: './tsconfig.json', files: [listOfFields], include: [] }),
    );
    await expect(run('tsc', '-p', 'one.json')).rejects.toThrow("Property 'campaign_id' is missing");
  });
});
