import { redrive } from '../../../bin/commands/redrive';
import { messageAttributes } from '../../../lib/contract/attributes';
import { deliveryId } from '../../../lib/contract/identity';
import type { SQSMessageAttributes } from 'aws-lambda';
import { pipelineId } from '../../../local/embedded-parts';
import { breadth } from '../../breadth';
import { openEmbeddedCloud, runIn, type EmbeddedCloud, type Ran } from './embedded-cloud';

let cloud: EmbeddedCloud;
beforeEach(async () => {
  cloud = await openEmbeddedCloud();
});
afterEach(() => cloud.close());

const run = (...args: readonly string[]): Promise<Ran> => runIn(cloud.environment, redrive, ...args);
const reasons = ['the table was gone', 'the API key was refused', 'Notify failed 10 times'] as const;
const attribute = (stringValue: string): SQSMessageAttributes[string] => ({
  dataType: 'String',
  stringValue,
  stringListValues: [],
  binaryListValues: [],
});
const body = (key: string): string =>
  JSON.stringify({
    type: 'sms',
    template_id: '50000000-0000-4000-8000-000000000002',
    phone_number: '07700 900123',
    idempotency_key: key,
  });

/** Puts so many dead letters there as the pipeline writes them, of each reason in turn, every fourth an urgent one. */
function deadLetters(count: number): void {
  for (let index = 0; index < count; index += 1) {
    cloud.pipeline.deadLetters.send(body(`letter ${index}`), {
      [messageAttributes.idempotencyKey]: attribute(`m-${index}`),
      [messageAttributes.reason]: attribute(reasons[index % 3] ?? ''),
      [messageAttributes.cameFrom]: attribute(index % 4 === 0 ? 'urgent' : 'queue'),
    });
  }
}
const { length: three } = reasons;
const keysOn = (queue: 'queue' | 'urgentQueue' | 'deadLetterQueue'): string[] =>
  cloud.pipeline.aws.queues[queue].messages.map(
    (message) => (JSON.parse(message.body) as { idempotency_key: string }).idempotency_key,
  );
const expectedKeys = (count: number, is: (index: number) => boolean): string[] =>
  Array.from({ length: count }, (_, index) => index)
    .filter(is)
    .map((index) => `letter ${index}`)
    .sort();

describe('redrive command: traces', () => {
  test('a dead letter goes home in the trace that it was published in', async () => {
    const traceHeader = 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1';
    cloud.pipeline.deadLetters.send(body('letter'), {}, { traceHeader });
    expect((await run()).code).toBe(0);
    expect(cloud.pipeline.aws.queues.queue.messages.map((message) => message.traceHeader)).toEqual([traceHeader]);
  });
});

const many = breadth({ sample: 250, full: 1000 });

describe(`redrive command: ${many} dead letters of three reasons`, () => {
  test('only the chosen come back, each to the queue it came from, none twice, and nobody gets anything twice', async () => {
    deadLetters(many);
    const chosen = Math.floor(many / 3);
    const { code, output, errors } = await run('--reason', 'API KEY', '--json');
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
    expect(JSON.parse(output)).toMatchObject({ found: many, chosen, putBack: chosen, left: many - chosen });
    expect(keysOn('urgentQueue').sort()).toEqual(expectedKeys(many, (index) => index % 3 === 1 && index % 4 === 0));
    expect(keysOn('queue').sort()).toEqual(expectedKeys(many, (index) => index % 3 === 1 && index % 4 !== 0));
    expect(keysOn('deadLetterQueue').sort()).toEqual(expectedKeys(many, (index) => index % 3 !== 1));
    await cloud.goOn(300_000);
    const sent = cloud.standIn.notifications.all();
    expect(sent).toHaveLength(chosen);
    expect(new Set(sent.map(({ reference }) => reference)).size).toBe(chosen);
  });
});

describe('redrive command: what it shows', () => {
  test('a dry run shows each reason and changes nothing', async () => {
    deadLetters(30);
    const { code, output } = await run('--dry-run');
    expect(code).toBe(0);
    expect(output).toMatch(/reason +came from +before +chosen +put back\n/);
    expect(output).toMatch(/ {2}the table was gone +queue +\d+ +\d+ +0\n/);
    expect(output).toMatch(/30 dead letters, 30 would be put back, about 30 left on the queue/);
    expect([keysOn('queue'), keysOn('urgentQueue')]).toEqual([[], []]);
    expect(cloud.pipeline.deadLetters.counts).toEqual({ visible: 30, inFlight: 0 });
  });

  test('only those since a time are chosen', async () => {
    deadLetters(6);
    expect(JSON.parse((await run('--since', '2200-01-01', '--json')).output)).toMatchObject({ found: 6, chosen: 0 });
    expect(JSON.parse((await run('--since', '1h', '--json')).output)).toMatchObject({ found: 6, chosen: 6 });
  });

  test('none at all is done', async () => {
    expect(await run()).toEqual({
      code: 0,
      output: '0 dead letters, 0 put back, about 0 left on the queue\n',
      errors: '',
    });
  });
});

describe('redrive command: whose dead letter it is', () => {
  test('one that SQS gave up goes to the queue that SQS names, and keeps the id of its message', async () => {
    const { urgentQueue } = cloud.pipeline.aws.queues;
    const { idempotency_key: _key, ...keyless } = JSON.parse(body('')) as Record<string, string>;
    const source = { deadLetterSource: urgentQueue.settings.arn };
    const messageId = cloud.pipeline.deadLetters.send(JSON.stringify(keyless), {}, source);
    expect((await run()).code).toBe(0);
    expect(
      urgentQueue.messages.map(({ attributes }) => attributes[messageAttributes.idempotencyKey]?.stringValue),
    ).toEqual([messageId]);
    await cloud.goOn(60_000);
    expect(await cloud.pipeline.find(deliveryId(pipelineId, messageId))).toBeDefined();
  });

  test('one that says nothing, and one that nobody can read, go to the queue, where the pipeline says what is wrong', async () => {
    cloud.pipeline.deadLetters.send('no JSON at all');
    cloud.pipeline.deadLetters.send(body('plain'));
    expect((await run('--json')).code).toBe(0);
    expect(cloud.pipeline.aws.queues.queue.size).toBe(2);
    await cloud.goOn(60_000);
    expect(cloud.standIn.notifications.all()).toHaveLength(1);
    expect(cloud.pipeline.deadLetters.size).toBe(0);
  });
});

describe('redrive command: ended in the middle', () => {
  const requests = ['AmazonSQS.ReceiveMessage', 'AmazonSQS.SendMessage', 'AmazonSQS.DeleteMessage'] as const;

  test.each([
    ['AmazonSQS.ReceiveMessage', 1],
    ['AmazonSQS.ReceiveMessage', 2],
    ['AmazonSQS.SendMessage', 1],
    ['AmazonSQS.SendMessage', 12],
    ['AmazonSQS.DeleteMessage', 1],
    ['AmazonSQS.DeleteMessage', 12],
  ])('at its %s number %d, it is done by running it again, and nobody gets anything twice', async (request, number) => {
    deadLetters(14);
    let seen = 0;
    cloud.onRequest((asked) => {
      // From here on nothing gets through, as when its machine is gone: it cannot even show again what it took.
      if (asked === request) seen += 1;
      if (seen < number) return;
      for (const each of [...requests, 'AmazonSQS.ChangeMessageVisibility']) {
        cloud.refusals.set(each, { name: 'InternalFailure', status: 500 });
      }
    });
    const broken = await run();
    expect(broken.code).not.toBe(0);
    cloud.onRequest(() => undefined);
    cloud.refusals.clear();
    cloud.clock.advanceTo(cloud.clock.now() + 301_000);
    expect((await run()).code).toBe(0);
    expect(keysOn('deadLetterQueue')).toEqual([]);
    await cloud.goOn(300_000);
    const sent = cloud.standIn.notifications.all();
    expect([sent.length, new Set(sent.map(({ reference }) => reference)).size]).toEqual([14, 14]);
  });

  test('by Ctrl-C, it shows again what it took and says how to go on', async () => {
    deadLetters(30);
    cloud.onRequest((asked) => {
      if (asked === 'AmazonSQS.SendMessage') process.emit('SIGINT', 'SIGINT');
    });
    const { code, errors } = await run();
    cloud.onRequest(() => undefined);
    expect(code).toBe(130);
    expect(errors).toMatch(/stopped; run it again for the others: no message is sent twice/);
    expect(cloud.pipeline.deadLetters.counts).toEqual({ visible: 20, inFlight: 0 });
    expect((await run()).code).toBe(0);
    expect(keysOn('queue').length + keysOn('urgentQueue').length).toBe(30);
  });
});

describe('redrive command: two people at once', () => {
  test('put each back once between them', async () => {
    deadLetters(60);
    const both = await runIn(cloud.environment, {
      usage: '',
      examples: [],
      run: async () => {
        const codes = await Promise.all([redrive.run(['--json']), redrive.run(['--json'])]);
        return Math.max(...codes);
      },
    });
    expect([0, 1]).toContain(both.code);
    const all = [...keysOn('queue'), ...keysOn('urgentQueue')];
    expect([all.length, new Set(all).size]).toEqual([60, 60]);
  });

  test('what another has in hand is said, and ends with 1', async () => {
    deadLetters(three);
    cloud.pipeline.deadLetters.receive(1, 60_000);
    const { code, errors } = await run();
    expect({ code, errors }).toEqual({
      code: 1,
      errors: 'somebody else was reading 1 dead letter; run it again in 5 minutes, or when they have finished\n',
    });
  });
});

describe('redrive command: what cannot be done', () => {
  test('a missing permission is named with the grant, and changes nothing', async () => {
    deadLetters(three);
    cloud.refusals.set('AmazonSQS.SendMessage', {
      name: 'AccessDeniedException',
      message: 'User: a is not authorized to perform: sqs:sendmessage on resource: queue',
    });
    const { code, output, errors } = await run();
    expect({ code, output, errors }).toEqual({
      code: 2,
      output: '',
      errors:
        'the dead letters cannot be put back: sqs:sendmessage is not allowed; grantRedrive of the NotifyPipeline allows it',
    });
    expect(cloud.pipeline.deadLetters.counts).toEqual({ visible: three, inFlight: 0 });
  });

  test.each([
    ['--rate', '0', /--rate "0" must be a whole number/],
    ['--since', 'yesterday', /--since "yesterday" is not a time/],
  ])('%s %s is refused', async (option, value, complaint) => {
    const { code, errors } = await run(option, value);
    expect({ code, errors }).toEqual({ code: 2, errors: expect.stringMatching(complaint) as unknown });
  });
});
