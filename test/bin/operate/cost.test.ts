import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { cost } from '../../../bin/commands/cost';
import type { Delivery } from '../../../lib/contract/delivery';
import { aDeliveryThatIs, noon } from '../../shared/deliveries/deliveries';
import { day, iso } from '../../../lib/contract/time';
import { openEmbeddedCloud, runIn, type EmbeddedCloud, type Ran } from './embedded-cloud';

let cloud: EmbeddedCloud;
beforeAll(async () => {
  cloud = await openEmbeddedCloud();
  const { table } = cloud.pipeline.aws;
  const put = (more: Partial<Delivery>): Promise<unknown> =>
    table.client.send(new PutCommand({ TableName: table.name, Item: aDeliveryThatIs('delivered', more) }));
  for (let count = 0; count < 3; count += 1) {
    await put({ type: 'sms', reference: 'March', sender: 'licences', cost_in_pounds: 0.0227 });
    await put({ type: 'letter', reference: 'March', sender: 'permits', cost_in_pounds: 0.59 });
  }
  await put({ type: 'sms', reference: 'April', sender: 'licences' });
  await put({ type: 'email', reference: 'April' });
  await put({ type: 'sms', cost_in_pounds: 9, sent_at: iso(noon - day) });
  await put({ type: 'sms', cost_in_pounds: 9, sent_at: iso(noon + day) });
});
afterAll(() => cloud.close());

const run = (...args: readonly string[]): Promise<Ran> => runIn(cloud.environment, cost, ...args);
const time = ['--from', '2026-03-02T12:00:00Z', '--to', '2026-03-03T12:00:00Z'] as const;

describe('cost command', () => {
  test('adds up exactly what the messages of a time cost, and says for how many it is not known', async () => {
    const { code, output, errors } = await run(...time, '--json');
    expect(code).toBe(1);
    expect(JSON.parse(output)).toMatchObject({
      by: 'channel',
      total: { of: 'all', messages: 8, pounds: 1.8381, unknown: 1 },
      rows: [
        { of: 'letter', messages: 3, pounds: 1.77, unknown: 0 },
        { of: 'sms', messages: 4, pounds: 0.0681, unknown: 1 },
        { of: 'email', messages: 1, pounds: 0, unknown: 0 },
      ],
    });
    expect(errors).toMatch(/^the cost of 1 message is not known/);
  });

  test('shows a line for each reference, and all of them', async () => {
    const { output } = await run(...time, '--by', 'reference');
    expect(output).toMatch(
      /reference +messages +pounds +not known\n {2}March +6 +1.8381 +0\n {2}April +2 +0 +1\n {2}all +8 /,
    );
  });

  test('says what each service that shares the pipeline costs, and what has none', async () => {
    const { output } = await run(...time, '--by', 'sender', '--json');
    expect(JSON.parse(output)).toMatchObject({
      by: 'sender',
      total: { of: 'all', messages: 8, pounds: 1.8381, unknown: 1 },
      rows: [
        { of: 'permits', messages: 3, pounds: 1.77, unknown: 0 },
        { of: 'licences', messages: 4, pounds: 0.0681, unknown: 1 },
        { of: 'no sender', messages: 1, pounds: 0, unknown: 0 },
      ],
    });
  });

  test('ends with 0 if every cost is known', async () => {
    expect((await run('--from', '2026-03-03T12:00:00Z', '--to', '2026-03-04')).code).toBe(0);
  });

  test.each<[string, readonly string[], RegExp]>([
    ['no beginning', [], /^--from is missing/],
    ['an end before it', ['--from', '1h', '--to', '2h'], /^--from 1h is not before --to/],
    [
      'another way to group',
      ['--from', '1h', '--by', 'templates'],
      /^--by "templates" is not known; did you mean template\?/,
    ],
  ])('%s is refused', async (_what, args, complaint) => {
    const { code, errors } = await run(...args);
    expect({ code, errors }).toEqual({ code: 2, errors: expect.stringMatching(complaint) as unknown });
  });

  test('a missing permission is named with the grant', async () => {
    cloud.refusals.set('DynamoDB_20120810.Scan', {
      name: 'AccessDeniedException',
      message: 'User: a is not authorized to perform: dynamodb:Scan on resource: table',
    });
    expect((await run(...time)).errors).toBe(
      'the records cannot be read: dynamodb:Scan is not allowed; grantOperate of the NotifyPipeline allows it',
    );
  });
});
