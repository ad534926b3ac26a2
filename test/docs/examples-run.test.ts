import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { environment } from '../../lib/contract/environment';
import { readPointer } from '../../lib/contract/extended-client';
import { deliveryId } from '../../lib/contract/identity';
import { parseQueueMessage } from '../../lib/contract/parse-message';
import { NotifyClient } from '../../lib/notify';
import { createPreflight } from '../../lib/preflight';
import * as testing from '../../lib/testing';
import { openAws, type AwsInTest } from '../shared/aws/aws-in-test';
import { openS3, type S3InTest } from '../shared/aws/s3-in-test';
import { repository, snippets } from './pieces';
import { Project } from './project';

/** The one piece of a page that holds a text. */
function pieceWith(text: string, page: string): string {
  const found = snippets(page).filter(({ code }) => code.includes(text));
  if (found.length !== 1)
    throw new Error(`${page} has ${found.length} pieces of code with ${text}: it should have one`);
  return found[0]?.code ?? '';
}

let project: Project;
beforeAll(async () => {
  project = await Project.create();
}, 120_000);
afterAll(() => project.remove());

describe('programs of the guide to the client, with the stand-in', () => {
  const world = testing.defaultWorld();
  const first = () => pieceWith('isOutcomeUnknown(error)) console.error', 'docs/guide/notify-client.md');

  let standIn: testing.NotifyStandIn;
  let server: testing.Listening;
  beforeEach(async () => {
    standIn = new testing.NotifyStandIn({ world });
    server = await standIn.listen();
  });
  afterEach(() => server.close());

  const run = (code: string) =>
    project.run(code, { NOTIFY_API_KEY: testing.apiKey(world), NOTIFY_BASE_URL: server.url });

  test('the first program sends an email and prints its id', async () => {
    const ended = await run(first());
    const [sent] = standIn.notifications.to('amala@example.com');
    expect(sent?.body).toMatch(/^Dear Amala,\n[^]*We expect you on Monday at 10:30\.[^]*Bring your licence\./);
    expect(ended).toEqual({ code: 0, output: `sent: ${sent?.id}\n`, errors: '' });
  });

  test.each<[testing.Fault, string]>([
    [
      { kind: 'drop', accepted: true },
      'may be sent, look for its reference in 45 seconds: connection lost: ECONNRESET',
    ],
    [{ kind: 'rate limit' }, 'not sent, may go in a moment: 429: RateLimitError'],
    [{ kind: 'daily limit' }, 'not sent, and will not be: 429: TooManyRequestsError'],
  ])('the first program says what to do about the fault %j', async (fault, said) => {
    standIn.faults.add({ fault });
    expect(await run(first())).toEqual({ code: 0, output: '', errors: `${said}\n` });
  });

  test('the second program sends a file by email and lists all emails', async () => {
    project.write('decision.csv', 'licence,granted\nJUG-0001,yes\n');
    const ended = await run(pieceWith('iterateNotifications({', 'docs/guide/notify-client.md'));
    expect(standIn.uploads).toMatchObject([{ filename: 'decision.csv', retentionPeriod: '4 weeks', size: 29 }]);
    expect(standIn.notifications.to('amala@example.com')[0]?.body).toContain('https://documents.service.gov.uk/d/');
    expect(ended).toEqual({ code: 0, output: 'amala@example.com created\n', errors: '' });
  });
});

describe('example programs that publish', () => {
  let aws: AwsInTest;
  let s3: S3InTest;
  beforeEach(async () => {
    aws = await openAws({ 'AmazonSQS.SendMessageBatch': { Successful: [], Failed: [] } });
    s3 = await openS3();
    for (const name of ['@aws-sdk/client-sqs', '@aws-sdk/client-s3']) project.link(name);
  });
  afterEach(async () => {
    await aws.close();
    await s3.close();
  });

  const run = (code: string) =>
    project.run(code, {
      AWS_REGION: 'eu-west-2',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_ENDPOINT_URL_SQS: aws.endpoint,
      AWS_ENDPOINT_URL_S3: s3.endpoint,
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      [environment.publisher.queueUrl]: `${aws.endpoint}/1/queue`,
      [environment.publisher.urgentQueueUrl]: `${aws.endpoint}/1/urgent`,
      [environment.publisher.bucketName]: 'bucket',
      [environment.publisher.pipelineId]: 'licences',
    });
  const bodies = (): readonly string[] =>
    aws.calls.flatMap(({ input }) => (input['Entries'] as { MessageBody: string }[]).map((entry) => entry.MessageBody));

  test('the function of README puts an email on the queue', async () => {
    const ended = await run(
      `${pieceWith('export const handler', 'README.md')}\nconsole.log((await handler()).deliveryId);`,
    );
    const id = deliveryId('licences', 'reminder of appointment JUG-0001');
    expect(ended).toEqual({ code: 0, output: `${id}\n`, errors: '' });
    expect(bodies().map((body) => parseQueueMessage(body))).toMatchObject([{ ok: true, message: { type: 'email' } }]);
  });

  test('the reminder example publishes a message that Notify accepts for each appointment', async () => {
    const appointment = { id: '1', emailAddress: 'amala@example.com', name: 'Amala', day: 'Monday', time: '10:30' };
    const example = readFileSync(join(repository, 'examples/typescript/remind.ts'), 'utf8');
    const call = `await handler(${JSON.stringify({ appointments: [appointment, { ...appointment, id: '2' }] })});`;
    expect(await run(`${example}\n${call}`)).toEqual({ code: 0, output: '', errors: '' });

    const { transport, world } = new testing.NotifyStandIn();
    const { templates } = await new NotifyClient({ apiKey: testing.apiKey(world), transport }).listTemplates();
    const preflight = createPreflight({ templates });
    const read = bodies().map((body) => parseQueueMessage(body));
    expect(read).toMatchObject(['1', '2'].map((reference) => ({ ok: true, message: { reference } })));
    expect(read.map((parsed) => parsed.ok && preflight(parsed.message))).toEqual([[], []]);
  });

  test('the program with a file sends a PDF of 2 MiB through the bucket', async () => {
    const pdf = Buffer.alloc(2 * 1024 * 1024, '%PDF-1.7 ');
    project.write('decision.pdf', pdf);
    expect(await run(pieceWith("await readFile('decision.pdf')", 'docs/guide/publish.md'))).toEqual({
      code: 0,
      output: '',
      errors: '',
    });
    const [key = '', object] = [...s3.objects][0] ?? [];
    expect(bodies().map((body) => readPointer(body))).toEqual([
      { bucketName: 'bucket', key: key.replace('bucket/', '') },
    ]);
    expect(parseQueueMessage(String(object?.content))).toMatchObject({
      ok: true,
      message: { personalisation: { link_to_file: { filename: 'decision.pdf', file: pdf.toString('base64') } } },
    });
  });
});

test('the example that handles STOP recognises it in any spelling, and nothing else', async () => {
  const stop = snippets('docs/guide/events.md').find(({ path }) => basename(path) === 'stop.ts');
  const meant = ['STOP', 'stop', ' Stop. ', '"STOP"', '“Stop”', '\n*stop* please', '- unsubscribe', 'Quit!'];
  const not = ['', '…', '07700900123', 'unstoppable', 'Stopping by at ten', 'please do not stop', 'stopp'];
  const called = `
    async function neverTextAgain(number) { console.log(JSON.stringify(number)); }
    for (const content of ${JSON.stringify([...meant, ...not])}) await handler({ detail: { content, user_number: content } });
  `;
  const { errors, output } = await project.run(`${stop?.code}${called}`, {});
  expect([errors, output]).toEqual(['', meant.map((content) => `${JSON.stringify(content)}\n`).join('')]);
});

test('the tests shown in the documentation pass in a project with the package installed', async () => {
  const shown = ['start', 'templates', 'testing', 'stand-in']
    .flatMap((page) => snippets(`docs/guide/${page}.md`))
    .map(({ path, code }) => ({
      name: basename(path),
      code,
    }));
  const files = shown.filter(({ name }) => !name.startsWith('line-'));
  expect(files.map(({ name }) => name)).toEqual([
    'app.ts',
    'application.ts',
    'notify-templates.ts',
    'remind.ts',
    'remind.test.ts',
    'both-ways.test.ts',
    'newest.test.ts',
  ]);
  for (const { name, code } of files) project.write(name, code);
  project.link('notifications-node-client');

  const { code, errors } = await project.jest({});
  expect(errors).toContain('Tests:       7 passed, 7 total');
  expect(code).toBe(0);
}, 60_000);
