import { deliveryEventOf } from '../../lambda/shared/deliveries/delivery-event';
import { schemaViolations } from '../../lib/contract/events/schema-violations';
import type { Delivery } from '../../lib/contract/delivery';
import type { DeliveryStore } from '../../lambda/shared/deliveries/delivery-store';
import { DynamoHoldStore } from '../../lambda/shared/aws/dynamo-hold-store';
import { DynamoRateLimitStore } from '../../lambda/shared/aws/dynamo-rate-limit-store';
import { createMonitor } from '../../lambda/shared/aws/cloudwatch-monitor';
import { openTable, type TableInProcess } from '../shared/deliveries/table-in-process';
import { linesOf } from '../shared/aws/standard-output';
import { aRecord } from './records';
import { meets, refusal, type Meets } from './scripted-notify';
import { openSender, rateLimit, pipelineId, type SenderInTest } from './sender-in-test';

/** What nobody may find anywhere: whom a message is for, what it says, and our keys. */
const canaries = {
  email: 'canary.recipient@canary.example',
  number: '07900900987',
  line: 'Canary House',
  name: 'Canarina',
  file: Buffer.from('canary file').toString('base64'),
  pdf: Buffer.from('%PDF canary letter').toString('base64'),
  unsubscribe: 'https://canary.example/unsubscribe/canary-token',
  hashKey: 'canary-hash-key',
};
const secrets = new RegExp(
  ['canary', canaries.file, canaries.pdf, canaries.number.slice(1), 'canarina'].join('|').replaceAll('+', '\\+'),
  'i',
);

const personalisation = {
  name: canaries.name,
  lines: [canaries.line, canaries.email],
  document: { file: canaries.file, filename: 'canary.pdf' },
};
const template_id = '5d7c0a0e-5b0f-4d43-8a36-6f1f9d7b1c01';
const messages = [
  {
    type: 'email',
    template_id,
    email_address: canaries.email,
    personalisation,
    one_click_unsubscribe_url: canaries.unsubscribe,
    sanitise_content_for: ['name'],
  },
  { type: 'sms', template_id, phone_number: canaries.number, personalisation },
  {
    type: 'letter',
    template_id,
    personalisation: {
      ...personalisation,
      address_line_1: canaries.line,
      address_line_2: canaries.name,
      postcode: 'SW1',
    },
  },
  { type: 'precompiled_letter', content: canaries.pdf },
];
/** Bad in every way that a message can be, with something in it all the same. */
const bad = [
  `Dear ${canaries.name}`,
  { ...messages[0], template_id: canaries.email.repeat(9) },
  { ...messages[0], template_id: canaries.email },
  { ...messages[1], template_id: canaries.number },
  { ...messages[0], email_address: [canaries.email] },
  { ...messages[0], sanitise_content_for: canaries.name },
  { ...messages[1], phone_number: { number: canaries.number } },
  { ...messages[1], send_after: canaries.name },
  { ...messages[1], reference: canaries.name.repeat(200) },
  { ...messages[1], idempotency_key: canaries.name.repeat(99) },
  { ...messages[1], metadata: { team: [canaries.name] } },
  { ...messages[1], metadata: { team: canaries.name.repeat(300) } },
  { ...messages[2], personalisation: canaries.line },
  { ...messages[3], postage: canaries.name },
];

/** Answers that repeat what was sent, and some that do not. */
const answers: readonly Meets[] = [
  meets.refusal(400, 'ValidationError', `email_address ${canaries.email} is not of type string`),
  meets.refusal(400, 'ValidationError', `personalisation ${canaries.name} is not of type object`),
  meets.refusal(400, 'ValidationError', `phone_number ${canaries.number} is too long`),
  meets.refusal(400, 'BadRequestError', `Can’t send to ${canaries.email} using a team-only API key`),
  meets.refusal(403, 'BadRequestError', `${canaries.line} is not on the guest list`),
  meets.refusal(429, 'TooManyRequestsError', `Exceeded send limits (sms: ${canaries.number}) for today`),
  { answer: refusal(500, 'KeyError', canaries.email) },
  { answer: { status: 502, headers: { 'content-type': 'text/html' }, body: Buffer.from(`<p>${canaries.email}</p>`) } },
  { answer: { status: 201, headers: {}, body: Buffer.from(JSON.stringify({ for: canaries.email })) } },
  meets.loss(true),
];

describe('send: personal data and keys', () => {
  let table: TableInProcess;
  let lines: string[];
  let sender: SenderInTest;
  let broken: SenderInTest;
  const holds = new Set<string>();

  beforeAll(async () => {
    table = await openTable();
    lines = await linesOf(async () => {
      const monitor = createMonitor(pipelineId);
      sender = openSender(table, {
        monitor,
        hashKey: async () => canaries.hashKey,
        holdStore: new DynamoHoldStore(table.client, table.name),
        ledger: new DynamoRateLimitStore(table.client, table.name, rateLimit),
      });
      const all = [...messages, ...bad].map((message) => aRecord(message));
      await sender.take(...all);
      for (const meet of answers) {
        sender.notify.nextPosts(...messages.map(() => meet));
        await sender.take(...messages.map((message) => aRecord(message)));
        for (const hold of await sender.holds()) holds.add(JSON.stringify(hold));
        await sender.letAllComeBack();
      }

      const store: DeliveryStore = Object.assign(Object.create(table.store) as DeliveryStore, {
        claim: () => Promise.reject(new Error(`cannot put ${canaries.email}`, { cause: new Error(canaries.name) })),
      });
      broken = openSender(table, { monitor, store, hashKey: async () => canaries.hashKey });
      await broken.take(...messages.map((message) => aRecord(message)));
      monitor.flush();
    });
  });
  afterAll(() => table.close());

  it('personal data passes through every path that could leak it', async () => {
    const items = await table.items();
    const deliveries = items.filter(({ state }) => state !== undefined);
    expect(new Set(deliveries.map(({ state }) => state))).toEqual(new Set(['rejected', 'sent']));
    expect(deliveries).toHaveLength(messages.length * (1 + answers.length) + bad.length);
    expect(items.map(({ id }) => id)).toContain('rate limit');
    expect(broken.queues.waitingFor).toHaveLength(messages.length);
    expect(holds.size).toBeGreaterThan(1);
    expect(lines.length).toBeGreaterThan(60);
    expect(JSON.stringify(sender.notify.posts)).toMatch(secrets);
  });

  it('personal data is in no log line and in no metric', () => {
    expect(lines.filter((line) => secrets.test(line))).toEqual([]);
    expect(lines.filter((line) => line.includes('_aws')).length).toBeGreaterThan(0);
  });

  it('personal data is in no item of the table, and in no index', async () => {
    for (const index of [undefined, 'awaited', 'by-reference']) {
      expect((await table.items(index)).filter((item) => secrets.test(JSON.stringify(item)))).toEqual([]);
    }
  });

  it('personal data is in no hold, and in no reason of a hold', () => {
    expect([...holds].filter((hold) => secrets.test(hold))).toEqual([]);
  });

  it('personal data is in no event', async () => {
    const items = (await table.items()).filter(({ state }) => state !== undefined) as unknown as Delivery[];
    const events = items.flatMap((item) => deliveryEventOf(undefined, item, pipelineId) ?? []);
    expect(events.filter((event) => secrets.test(JSON.stringify(event)))).toEqual([]);
    expect(events.flatMap(schemaViolations)).toEqual([]);
  });

  it('the API key is in no log line and in no item of the table', async () => {
    const token = /Bearer|eyJ[\w-]+\.[\w-]+\./;
    const everything = JSON.stringify([lines, await table.items()]);
    expect(everything).not.toMatch(token);
    expect(sender.apiKey.length).toBeGreaterThan(70);
    expect(everything).not.toContain(sender.apiKey.slice(-36));
    expect(everything).not.toContain(sender.apiKey);
  });
});
