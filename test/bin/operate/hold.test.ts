import { hold } from '../../../bin/commands/hold';
import { resume } from '../../../bin/commands/resume';
import { status } from '../../../bin/commands/status';
import { deliveryId } from '../../../lib/contract/identity';
import { metrics } from '../../../lib/contract/metrics';
import { minute } from '../../../lib/contract/time';
import { pipelineId } from '../../../local/embedded-parts';
import { openEmbeddedCloud, runIn, type EmbeddedCloud, type Ran } from './embedded-cloud';

let cloud: EmbeddedCloud;
beforeEach(async () => {
  cloud = await openEmbeddedCloud();
});
afterEach(() => cloud.close());

const run = (command: typeof hold, ...args: readonly string[]): Promise<Ran> =>
  runIn(cloud.environment, command, ...args);
const text = (key: string): string =>
  JSON.stringify({
    type: 'sms',
    template_id: '50000000-0000-4000-8000-000000000002',
    phone_number: '07700 900123',
    idempotency_key: key,
  });
const stateOf = async (key: string): Promise<string | undefined> =>
  (await cloud.pipeline.find(deliveryId(pipelineId, key)))?.state;

describe('hold and resume commands', () => {
  test('nothing goes from hold to resume, through all releases, and then everything does, once', async () => {
    const held = await run(hold, 'sms', '--reason', 'a wrong template', '--by', 'Amala');
    expect(held.code).toBe(0);
    expect(held.output).toMatch(
      /^held within five seconds:\n {2}sms {2}since \S+, until somebody resumes it, by Amala: a wrong template\n/,
    );
    expect(held.errors).toMatch(/SQS deletes messages that have waited for 14 days/);
    cloud.pipeline.publish(text('usual'));
    cloud.pipeline.publish(text('urgent'), { urgent: true });
    await cloud.goOn(10 * minute);
    expect([await stateOf('usual'), await stateOf('urgent')]).toEqual(['held', 'held']);
    expect(cloud.standIn.notifications.all()).toEqual([]);
    expect((await cloud.pipeline.find(deliveryId(pipelineId, 'usual')))?.reason).toContain('a wrong template');
    expect(cloud.monitor.counts[metrics.names.operatorHold]).toBeGreaterThan(5);

    const shown = await run(status);
    expect(shown).toMatchObject({
      code: 1,
      output: expect.stringMatching(/holds:\n {2}sms .* by Amala: a wrong template\n/) as unknown,
    });

    expect(await run(resume, 'sms')).toEqual({ code: 0, output: 'the hold on sms has ended\n', errors: '' });
    await cloud.goOn(3 * minute);
    expect(cloud.standIn.notifications.all()).toHaveLength(2);
  });

  test('a hold with a time ends by itself then', async () => {
    await run(hold, 'everything', '--reason', 'a change of templates', '--until', '5m');
    cloud.pipeline.publish(text('waits'));
    await cloud.goOn(4 * minute);
    expect(await stateOf('waits')).toBe('held');
    await cloud.goOn(4 * minute);
    expect(cloud.standIn.notifications.all()).toHaveLength(1);
  });

  test('another hold takes its place and says so, as JSON too', async () => {
    await run(hold, 'sms', '--reason', 'the first', '--until', '1h', '--by', 'Ben');
    const { output, errors } = await run(
      hold,
      'sms',
      '--reason',
      'the second',
      '--until',
      '2h',
      '--by',
      'Amala',
      '--json',
    );
    expect(JSON.parse(output)).toMatchObject({ pipelineId: 'local', scope: 'sms', reason: 'the second', by: 'Amala' });
    expect(errors).toMatch(/it replaces this hold:\n {2}sms .* by Ben: the first/);
  });

  test('resuming what nobody holds ends with 1 and shows what is held', async () => {
    await run(hold, 'letter', '--reason', 'no paper', '--until', '1h');
    expect(await run(resume, 'sms')).toMatchObject({
      code: 1,
      output: 'there is no hold on sms\n',
      errors: expect.stringMatching(/these holds stand:\n {2}letter /) as unknown,
    });
  });

  test.each<[string, readonly string[], RegExp]>([
    ['no scope', [], /^SCOPE is missing; give one of everything, email, sms, international_sms, letter$/],
    ['a scope that there is not', ['emails', '--reason', 'r'], /there is no scope "emails"; did you mean email\?/],
    ['no reason', ['sms'], /^--reason is missing/],
    ['a time that has passed', ['sms', '--reason', 'r', '--until', '2020-01-01'], /--until 2020-01-01 has passed/],
  ])('%s is refused, and nothing is held', async (_what, args, complaint) => {
    const { code, errors } = await run(hold, ...args);
    expect({ code, errors }).toEqual({ code: 2, errors: expect.stringMatching(complaint) as unknown });
    expect((await run(resume, 'sms')).code).toBe(1);
  });

  test('a missing permission is named with the grant', async () => {
    cloud.refusals.set('DynamoDB_20120810.PutItem', {
      name: 'AccessDeniedException',
      message: 'User: a is not authorized to perform: dynamodb:PutItem on resource: table',
    });
    expect(await run(hold, 'sms', '--reason', 'r')).toMatchObject({
      code: 2,
      errors: 'the hold cannot be placed: dynamodb:PutItem is not allowed; grantHold of the NotifyPipeline allows it',
    });
  });
});
