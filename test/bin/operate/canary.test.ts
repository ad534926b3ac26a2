import { createCanary } from '../../../bin/commands/canary';
import { DynamoHoldStore } from '../../../lambda/shared/aws/dynamo-hold-store';
import { holdEverything } from '../../../lambda/shared/holds/hold';
import type { Clock } from '../../../lib/contract/clock';
import { openEmbeddedCloud, runIn, type EmbeddedCloud, type Ran } from './embedded-cloud';

const template = 'e0000000-0000-4000-8000-000000000003';

describe('canary command', () => {
  let cloud: EmbeddedCloud;
  beforeAll(async () => void (cloud = await openEmbeddedCloud()));
  afterAll(() => cloud.close());
  afterEach(() => cloud.refusals.clear());

  /** While the command sleeps, the pipeline goes on. */
  const clock: Clock = {
    now: () => cloud.clock.now(),
    sleep: async (milliseconds) => {
      const end = cloud.clock.now() + milliseconds;
      await cloud.goOn(milliseconds);
      cloud.clock.advanceTo(end);
    },
  };
  const run = (...args: readonly string[]): Promise<Ran> => runIn(cloud.environment, createCanary(clock), ...args);

  test.each([
    ['the queue', []],
    ['the urgent queue', ['--urgent']],
  ])('a canary goes through %s to Notify, nobody gets it, and it ends with 0', async (_queue, more) => {
    const { code, output, errors } = await run('--template', template, ...more);
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
    expect(output).toMatch(
      /step +seconds\n {2}on the queue +0\.\d\n {2}on record +\d+\.\d\n {2}given to Notify +\d+\.\d\n/,
    );
    expect(output).toMatch(/\non time: delivery \S+ is sent_untracked\n$/);
    expect(cloud.standIn.notifications.all()).toEqual([]);
  });

  test('a canary is late while everything is held, and ends with 1, as JSON too', async () => {
    const { table } = cloud.pipeline.aws;
    const store = new DynamoHoldStore(table.client, table.name);
    const hold = holdEverything('Notify refuses the API key', cloud.clock.now());
    await store.place({ ...hold, probe: false, until: cloud.clock.now() + 86_400_000 }, cloud.clock.now());
    await clock.sleep(10_000);
    const { code, output, errors } = await run('--template', template, '--within', '20', '--json');
    expect(code).toBe(1);
    expect(JSON.parse(output)).toMatchObject({ pipelineId: 'local', within: 20, outcome: 'late', state: 'held' });
    expect(errors).toMatch(
      /^Notify did not have it within 20 seconds; it is held: Notify refuses the API key; run status/,
    );
    const [standing] = (await store.read()).holds;
    if (standing) await store.replace(standing, undefined);
    await clock.sleep(10_000);
  });

  test('a canary of a template that is not there is not sent, and says why', async () => {
    const { code, errors } = await run('--template', 'e0000000-0000-4000-8000-00000000ffff');
    expect(code).toBe(1);
    expect(errors).toMatch(/^it was not sent: it is rejected: .*Template not found/);
  });

  test.each<[string, readonly string[], RegExp]>([
    ['no template', [], /^--template is missing/],
    ['a time that is none', ['--template', template, '--within', '1m'], /^--within "1m" must be a whole number/],
  ])('%s is refused', async (_what, args, complaint) => {
    const { code, errors } = await run(...args);
    expect({ code, errors }).toEqual({ code: 2, errors: expect.stringMatching(complaint) as unknown });
  });

  test.each([
    ['AmazonSQS.SendMessageBatch', 'sqs:SendMessage', 'the canary cannot be put on the queue', 'grantSend'],
    ['DynamoDB_20120810.GetItem', 'dynamodb:GetItem', 'the record of the canary cannot be read', 'grantOperate'],
  ])('a missing permission for %s is named with the grant', async (request, action, what, grant) => {
    const message = `User: a is not authorized to perform: ${action} on resource: it`;
    cloud.refusals.set(request, { name: 'AccessDeniedException', message });
    const { code, errors } = await run('--template', template);
    expect({ code, errors }).toEqual({
      code: 2,
      errors: `${what}: ${action} is not allowed; ${grant} of the NotifyPipeline allows it`,
    });
  });
});
