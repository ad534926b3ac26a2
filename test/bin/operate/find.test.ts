import { find } from '../../../bin/commands/find';
import { deliveryId } from '../../../lib/contract/identity';
import { apiKey } from '../../../lib/testing';
import { pipelineId } from '../../../local/embedded-parts';
import { openEmbeddedCloud, runIn, type EmbeddedCloud, type Ran } from './embedded-cloud';

let cloud: EmbeddedCloud;
beforeAll(async () => {
  cloud = await openEmbeddedCloud();
  const text = { type: 'sms', template_id: '50000000-0000-4000-8000-000000000002', phone_number: '07700 900123' };
  for (const key of ['one', 'two'])
    cloud.pipeline.publish(JSON.stringify({ ...text, idempotency_key: key, reference: 'JUG-0001' }));
  const other = { ...text, template_id: 'none', phone_number: '07700 900124', idempotency_key: 'bad' };
  cloud.pipeline.publish(JSON.stringify(other));
  await cloud.goOn(600_000);
});
afterAll(() => cloud.close());
afterEach(() => {
  cloud.refusals.clear();
  cloud.onRequest(() => undefined);
  cloud.withParameters([cloud.description]);
});

const run = (...args: readonly string[]): Promise<Ran> => runIn(cloud.environment, find, ...args);
const one = deliveryId(pipelineId, 'one');

describe('find command: what happened to a message', () => {
  test.each([
    ['its delivery id', '--id', one],
    ['its idempotency key', '--key', 'one'],
  ])('is found by %s and shown from when it was first seen', async (_what, option, value) => {
    const { code, output } = await run(option, value);
    expect(code).toBe(0);
    expect(output).toMatch(
      new RegExp(
        `^${one} {2}sms {2}delivered\n {2}\\S+ {2}first seen\n {2}\\S+ {2}sent to Notify as \\S+\n {2}\\S+ {2}delivered\n`,
      ),
    );
    expect(output).toContain('reference JUG-0001');
  });

  test('all messages with a reference are a line each', async () => {
    const { code, output } = await run('--reference', 'JUG-0001');
    expect({ code, lines: output.trimEnd().split('\n') }).toEqual({
      code: 0,
      lines: [
        expect.stringMatching(/ {2}sms {2}delivered$/),
        expect.stringMatching(/ {2}sms {2}delivered$/),
      ] as unknown,
    });
  });

  test('messages to a person are found by the number, and the number is not shown', async () => {
    const { code, output } = await run('--recipient', '+44 7700 900 123');
    expect({ code, lines: output.trimEnd().split('\n').length }).toEqual({ code: 0, lines: 2 });
    expect(output).not.toMatch(/900 ?123/);
  });

  test('a message is found by Notify’s id, with an API key and without', async () => {
    const { notification_id: id = '' } = (await cloud.pipeline.find(one)) ?? {};
    const env = { ...cloud.environment, NOTIFY_API_KEY: apiKey(cloud.standIn.world, 'test') };
    const asked = await runIn({ ...env, NOTIFY_BASE_URL: cloud.notifyUrl }, find, '--notification', id, '--json');
    const read = await run('--notification', id, '--json');
    expect(JSON.parse(asked.output)).toMatchObject({ delivery_id: one, state: 'delivered' });
    expect(read).toEqual(asked);
  });

  test('all messages in a state are found with the reason, as JSON a line each', async () => {
    const { code, output } = await run('--state', 'rejected', '--since', '1h', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(output)).toMatchObject({ state: 'rejected', reason: expect.any(String) as unknown });
    expect((await run('--state', 'rejected', '--since', '2200-01-01')).code).toBe(1);
  });

  test('no more are shown than were asked for, and it is said that there are more', async () => {
    const { code, output, errors } = await run('--reference', 'JUG-0001', '--limit', '1', '--json');
    expect({ code, lines: output.trimEnd().split('\n').length, errors }).toEqual({
      code: 0,
      lines: 1,
      errors: 'there are more than 1; give --limit for more\n',
    });
  });

  test('nothing found ends with 1', async () => {
    expect(await run('--key', 'nobody')).toEqual({
      code: 1,
      output: '',
      errors: 'there is no record; the message may still be on a queue, or its record may have expired\n',
    });
  });
});

describe('find command: what cannot be done ends with 2', () => {
  test.each<[string, readonly string[], RegExp]>([
    ['no way to find', [], /^give one of --id, --key, .*, not none$/],
    ['two ways to find', ['--id', 'a', '--key', 'b'], /not 2$/],
    ['a state that there is not', ['--state', 'send'], /there is no state "send"; did you mean/],
    ['a time that is none', ['--state', 'sent', '--since', 'noon'], /--since "noon" is not a time; give one such as/],
    ['a time for another way', ['--key', 'a', '--since', '1h'], /--since works only with --state/],
    ['a limit that is none', ['--key', 'a', '--limit', '0'], /--limit "0" must be a whole number/],
    ['no recipient', ['--recipient', 'Amala'], /^--recipient is not an email address, phone number or postal address/],
    [
      'a pipeline that there is not',
      ['--key', 'a', '--pipeline', 'locl'],
      /there is no pipeline "locl".*did you mean local\?/,
    ],
  ])('%s', async (_what, args, complaint) => {
    const { code, output, errors } = await run(...args);
    expect({ code, output, errors }).toEqual({
      code: 2,
      output: '',
      errors: expect.stringMatching(complaint) as unknown,
    });
  });

  test('a pipeline without the index by recipient says what makes it', async () => {
    cloud.withParameters([{ ...cloud.description, findByRecipient: false }]);
    expect((await run('--recipient', 'a@example.com')).errors).toMatch(
      /set findByRecipient of the NotifyPipeline to true/,
    );
  });

  test('two pipelines in the account are named', async () => {
    cloud.withParameters([cloud.description, { ...cloud.description, pipelineId: 'second' }]);
    expect((await run('--key', 'one')).errors).toMatch(/there are 2 pipelines .*: name one of local, second/);
    expect((await run('--key', 'one', '--pipeline', 'local')).code).toBe(0);
  });

  test('a missing permission is named with the grant that gives it', async () => {
    cloud.refusals.set('DynamoDB_20120810.GetItem', {
      name: 'AccessDeniedException',
      message: 'User: arn:aws:iam::1:user/a is not authorized to perform: dynamodb:GetItem on resource: table',
    });
    expect(await run('--key', 'one')).toEqual({
      code: 2,
      output: '',
      errors:
        'the records cannot be read: dynamodb:GetItem is not allowed; grantOperate of the NotifyPipeline allows it',
    });
  });

  test.each([
    ['throttling', 'ThrottlingException', /AWS throttles this \(ThrottlingException\); wait a minute/],
    ['a table that is gone', 'ResourceNotFoundException', /a part of the pipeline does not exist/],
  ])('%s is recognised', async (_what, name, complaint) => {
    cloud.refusals.set('DynamoDB_20120810.GetItem', { name });
    const { code, errors } = await run('--key', 'one');
    expect({ code, errors }).toEqual({ code: 2, errors: expect.stringMatching(complaint) as unknown });
  });

  test('without credentials it says how to get some', async () => {
    const { AWS_ACCESS_KEY_ID: _id, AWS_SECRET_ACCESS_KEY: _secret, ...env } = cloud.environment;
    const none = {
      ...env,
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
      AWS_EC2_METADATA_DISABLED: 'true',
    };
    expect(await runIn(none, find, '--key', 'one')).toMatchObject({
      code: 2,
      errors: expect.stringMatching(/no AWS credentials\); sign in again/) as unknown,
    });
  });

  test('a record that is not ours is not shown', async () => {
    expect((await run('--id', 'rate limit')).code).toBe(1);
  });
});
