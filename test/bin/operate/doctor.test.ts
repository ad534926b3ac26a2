import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { doctor } from '../../../bin/commands/doctor';
import { DynamoHoldStore } from '../../../lambda/shared/aws/dynamo-hold-store';
import { placeOperatorHold } from '../../../lambda/shared/aws/operator-holds';
import { environment } from '../../../lib/contract/environment';
import { hour } from '../../../lib/contract/time';
import { apiKey } from '../../../lib/testing';
import { closed, portOf, serve } from '../../notify/servers';
import { openEmbeddedCloud, runIn, type EmbeddedCloud, type Ran } from './embedded-cloud';

interface Shown {
  readonly isWell: boolean;
  readonly findings: readonly { readonly subject: string; readonly state: string; readonly mend?: string }[];
}

let cloud: EmbeddedCloud;
let callbacks: Server;
/** What the callback endpoint answers. */
let status = 401;
beforeAll(async () => {
  callbacks = await serve((_request, response) => void response.writeHead(status).end());
  cloud = await openEmbeddedCloud({
    functionNames: { send: 'the-send', poll: 'the-poll' },
    eventSourceIds: { send: 'uuid-of-send' },
    scheduleNames: { poll: 'the-poll' },
    scheduleGroupName: 'the-group',
    callbackUrl: `http://127.0.0.1:${portOf(callbacks)}/`,
  });
});
afterAll(async () => {
  await cloud.close();
  await closed(callbacks);
});

const topic = 'arn:aws:sns:eu-west-2:000000000000:on-call';
const alarm = (more: object = {}) => ({
  AlarmName: 'Ours',
  StateValue: 'OK',
  AlarmDescription: 'do this first',
  AlarmActions: [topic],
  Dimensions: [{ Name: 'PipelineId', Value: 'local' }],
  ...more,
});
const cloudWatch = 'GraniteServiceVersion20100801';
const dynamo = 'DynamoDB_20120810';
const sns = 'POST /';
/** What SNS answers who is asked for the subscriptions of a topic. */
const subscribed = (...arns: readonly string[]): string =>
  `<ListSubscriptionsByTopicResponse><ListSubscriptionsByTopicResult><Subscriptions>${arns
    .map((arn) => `<member><SubscriptionArn>${arn}</SubscriptionArn></member>`)
    .join('')}</Subscriptions></ListSubscriptionsByTopicResult></ListSubscriptionsByTopicResponse>`;
const pointInTimeRecovery = (PointInTimeRecoveryStatus: string) => ({
  ContinuousBackupsDescription: {
    ContinuousBackupsStatus: 'ENABLED',
    PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus },
  },
});
const configuration = (name: string): string => `GET /2015-03-31/functions/${name}/configuration`;
const concurrency = (name: string): string => `GET /2019-09-30/functions/${name}/concurrency`;

/** All as it should be. */
beforeEach(() => {
  // Notify takes a key for half a minute, by the time of this machine.
  cloud.clock.advanceTo(Date.now());
  status = 401;
  cloud.refusals.clear();
  cloud.answers.clear();
  const variables = {
    [environment.apiKeySecretArn]: 'the-key',
    [environment.notifyBaseUrl]: cloud.notifyUrl,
    [environment.tableName]: cloud.description.tableName,
  };
  for (const name of ['the-send', 'the-poll']) {
    cloud.answers.set(configuration(name), { State: 'Active', Environment: { Variables: variables } });
    cloud.answers.set(concurrency(name), {});
  }
  cloud.answers.set('secretsmanager.GetSecretValue', { SecretString: apiKey(cloud.standIn.world, 'test') });
  cloud.answers.set('GET /2015-03-31/event-source-mappings/uuid-of-send', { State: 'Enabled' });
  cloud.answers.set('GET /schedules/the-poll?groupName=the-group', { State: 'ENABLED' });
  cloud.answers.set(`${cloudWatch}.DescribeAlarms`, { MetricAlarms: [alarm()] });
  cloud.answers.set(`${cloudWatch}.DescribeAlarmHistory`, { AlarmHistoryItems: [] });
  cloud.answers.set(sns, subscribed(`${topic}:1`, 'PendingConfirmation'));
  cloud.answers.set(`${dynamo}.DescribeTable`, { Table: { StreamSpecification: { StreamEnabled: true } } });
  cloud.answers.set(`${dynamo}.DescribeTimeToLive`, { TimeToLiveDescription: { TimeToLiveStatus: 'ENABLED' } });
  cloud.answers.set(`${dynamo}.DescribeContinuousBackups`, pointInTimeRecovery('ENABLED'));
});

const run = (...args: readonly string[]): Promise<Ran> =>
  runIn({ ...cloud.environment, NOTIFY_BASE_URL: cloud.notifyUrl }, doctor, ...args);
const look = async (...args: readonly string[]): Promise<Shown & { readonly code: number }> => {
  const { code, output } = await run('--json', ...args);
  return { code, ...(JSON.parse(output) as Shown) };
};
const denied = (action: string) => ({
  name: 'AccessDeniedException',
  message: `User: a is not authorized to perform: ${action} on resource: it`,
});

describe('doctor command', () => {
  test('ends with 0 when nothing is wrong, and shows nothing of the key', async () => {
    const { code, output } = await run();
    expect({ code, wrong: /^wrong/m.test(output) }).toEqual({ code: 0, wrong: false });
    expect(output).toMatch(/^well {7}API key: Notify accepts it at 127\.0\.0\.1:\d+$/m);
    expect(output).toMatch(new RegExp(`^well {7}subscriptions of ${topic}: 1 are confirmed, 1 are not yet$`, 'm'));
    expect(output).not.toContain(apiKey(cloud.standIn.world, 'test').slice(-36));
  });

  test.each<[string, string, RegExp, () => void]>([
    [
      'a key that is none',
      'API key',
      /store the live key/,
      () => cloud.answers.set('secretsmanager.GetSecretValue', { SecretString: 'a key' }),
    ],
    [
      'a key that Notify refuses',
      'API key',
      /store a live key/,
      () => {
        const key = apiKey(cloud.standIn.world, 'test');
        const other = key.slice(0, -1) + (key.endsWith('0') ? '1' : '0');
        cloud.answers.set('secretsmanager.GetSecretValue', { SecretString: other });
      },
    ],
    [
      'a secret that is gone',
      'API key',
      /check that the secret exists/,
      () => cloud.refusals.set('secretsmanager.GetSecretValue', { name: 'ResourceNotFoundException' }),
    ],
    [
      'an event source that is off',
      'event source of send',
      /update-event-source-mapping --uuid uuid-of-send --enabled/,
      () => cloud.answers.set('GET /2015-03-31/event-source-mappings/uuid-of-send', { State: 'Disabled' }),
    ],
    [
      'a schedule that is off',
      'schedule of poll',
      /schedule the-poll/,
      () => cloud.answers.set('GET /schedules/the-poll?groupName=the-group', { State: 'DISABLED' }),
    ],
    [
      'a function that cannot run',
      'function poll',
      /deploy/,
      () => cloud.answers.set(configuration('the-poll'), { State: 'Failed', StateReason: 'no role' }),
    ],
    [
      'a function that may not run',
      'concurrency of poll',
      /delete-function-concurrency --function-name the-poll/,
      () => cloud.answers.set(concurrency('the-poll'), { ReservedConcurrentExecutions: 0 }),
    ],
    ['an endpoint that is refused before it', 'callback endpoint', /let Notify through/, () => void (status = 403)],
    ['an endpoint that fails', 'callback endpoint', /read the log/, () => void (status = 502)],
    [
      'an alarm that has gone off',
      'alarm Ours',
      /^do this first$/,
      () => cloud.answers.set(`${cloudWatch}.DescribeAlarms`, { MetricAlarms: [alarm({ StateValue: 'ALARM' })] }),
    ],
    [
      'alarms that notify nobody',
      'who is notified of alarms',
      /alarmTopic/,
      () => cloud.answers.set(`${cloudWatch}.DescribeAlarms`, { MetricAlarms: [alarm({ ActionsEnabled: false })] }),
    ],
    [
      'a topic that refuses alarms',
      'who is notified of alarms',
      /allow cloudwatch.amazonaws.com to publish/,
      () =>
        cloud.answers.set(`${cloudWatch}.DescribeAlarmHistory`, {
          AlarmHistoryItems: [{ AlarmName: 'Ours', HistorySummary: `Failed to execute action ${topic}` }],
        }),
    ],
    [
      'a topic without a subscription',
      `subscriptions of ${topic}`,
      /aws sns subscribe --topic-arn/,
      () => cloud.answers.set(sns, subscribed()),
    ],
    [
      'a topic whose subscriptions nobody has confirmed',
      `subscriptions of ${topic}`,
      /follow the link/,
      () => cloud.answers.set(sns, subscribed('PendingConfirmation')),
    ],
    [
      'a composite alarm that has gone off',
      'alarm Health',
      /^look at its children$/,
      () =>
        cloud.answers.set(`${cloudWatch}.DescribeAlarms`, {
          MetricAlarms: [alarm()],
          CompositeAlarms: [
            {
              AlarmName: 'Health',
              StateValue: 'ALARM',
              AlarmDescription: 'look at its children',
              AlarmActions: [topic],
              AlarmRule: 'ALARM("arn:aws:cloudwatch:eu-west-2:000000000000:alarm:Ours")',
            },
          ],
        }),
    ],
    [
      'a setting that was changed by hand',
      'settings of poll',
      /deploy the stack again/,
      () =>
        cloud.answers.set(configuration('the-poll'), {
          Environment: { Variables: { [environment.tableName]: 'another-table' } },
        }),
    ],
    [
      'a table without a stream',
      'stream of the table',
      /Restore the table/,
      () => cloud.answers.set(`${dynamo}.DescribeTable`, { Table: {} }),
    ],
    [
      'a table without a TTL',
      'TTL of the table',
      /Restore the table/,
      () =>
        cloud.answers.set(`${dynamo}.DescribeTimeToLive`, {
          TimeToLiveDescription: { TimeToLiveStatus: 'DISABLED' },
        }),
    ],
    [
      'a table that nobody can restore',
      'backups of the table',
      /Restore the table/,
      () => cloud.answers.set(`${dynamo}.DescribeContinuousBackups`, pointInTimeRecovery('DISABLED')),
    ],
    [
      'a queue that is gone',
      'queue queue',
      /deploy/,
      () => cloud.refusals.set('AmazonSQS.GetQueueAttributes', { name: 'QueueDoesNotExist' }),
    ],
  ])('%s is wrong, says how to mend it, and ends with 1', async (_what, subject, mend, spoil) => {
    spoil();
    const { code, isWell, findings } = await look();
    expect({ code, isWell }).toEqual({ code: 1, isWell: false });
    expect(findings.find((finding) => finding.subject === subject)).toMatchObject({
      state: 'wrong',
      mend: expect.stringMatching(mend) as unknown,
    });
  });

  test.each<[string, string, string, string]>([
    ['secretsmanager.GetSecretValue', 'secretsmanager:GetSecretValue', 'API key', 'grantRead of the secret'],
    [configuration('the-poll'), 'lambda:GetFunctionConfiguration', 'function poll', 'grantOperate'],
    ['GET /schedules/the-poll?groupName=the-group', 'scheduler:GetSchedule', 'schedule of poll', 'grantOperate'],
    [`${cloudWatch}.DescribeAlarms`, 'cloudwatch:DescribeAlarms', 'alarms', 'CloudWatchReadOnlyAccess'],
    ['AmazonSQS.GetQueueAttributes', 'sqs:GetQueueAttributes', 'dead letters', 'grantOperate'],
    ['DynamoDB_20120810.BatchGetItem', 'dynamodb:BatchGetItem', 'table', 'grantOperate'],
    [`${dynamo}.DescribeTimeToLive`, 'dynamodb:DescribeTimeToLive', 'TTL of the table', 'grantOperate'],
  ])(
    'without %s it is not known, with %s and what grants it, and the rest is looked at',
    async (request, action, subject, grant) => {
      cloud.refusals.set(request, denied(action));
      const { code, findings } = await look();
      expect(code).toBe(0);
      expect(findings.find((finding) => finding.subject === subject)).toMatchObject({
        state: 'not known',
        detail: `${action} is not allowed`,
        mend: expect.stringContaining(grant) as unknown,
      });
      expect(findings.filter(({ state }) => state === 'well').length).toBeGreaterThan(5);
    },
  );

  test('who is subscribed is not known without sns:ListSubscriptionsByTopic, and a topic that is gone is wrong', async () => {
    const finding = async () =>
      (await look()).findings.find(({ subject }) => subject === `subscriptions of ${topic}`) ?? {};
    const may = 'User: a is not authorized to perform: SNS:ListSubscriptionsByTopic on resource: it';
    cloud.refusals.set(sns, { name: 'AuthorizationError', message: may, status: 403 });
    expect(await finding()).toMatchObject({
      state: 'not known',
      detail: 'SNS:ListSubscriptionsByTopic is not allowed',
      mend: 'CloudWatchReadOnlyAccess allows it',
    });
    cloud.refusals.set(sns, { name: 'NotFound', message: 'Topic does not exist', status: 404 });
    expect(await finding()).toMatchObject({ state: 'wrong', detail: 'AWS says NotFound' });
  });

  test('a part of another alarm is no finding, whether it has gone off or not', async () => {
    const part = alarm({ AlarmName: 'Part', StateValue: 'ALARM', AlarmDescription: 'A part of Ours: its long window' });
    cloud.answers.set(`${cloudWatch}.DescribeAlarms`, { MetricAlarms: [alarm(), part] });
    const { code, findings } = await look();
    expect([code, findings.filter(({ subject }) => subject.startsWith('alarm '))]).toEqual([0, []]);
  });

  test('the code of a function is that of this version, or it is not known whose it is', async () => {
    const codeOf = async (CodeSha256: string, more: object = {}) => {
      cloud.answers.set(configuration('the-poll'), { CodeSha256, ...more });
      const { findings } = await look();
      return findings.find(({ subject }) => subject === 'code of poll')?.state;
    };
    const bundle = readFileSync(join(__dirname, '../../../dist/lambda/poll.zip'));
    expect(await codeOf(createHash('sha256').update(bundle).digest('base64'))).toBe('well');
    expect(await codeOf('another')).toBe('not known');
    expect(await codeOf('another', { SigningJobArn: 'arn:aws:signer:a-job' })).toBeUndefined();
  });

  test('dead letters, a hold and a channel that is refused for the kind of the key are wrong', async () => {
    const { table, queues } = cloud.pipeline.aws;
    queues.deadLetterQueue.send('{}');
    const hold = { scope: 'sms', reason: 'a wrong template', by: 'Amala', probe: false, probes: 0 } as const;
    await placeOperatorHold(table.client, table.name, { ...hold, since: 0, until: Date.now() + hour });
    const store = new DynamoHoldStore(table.client, table.name);
    const lane = { lane: 'email', version: 0, open: true, cause: 'not allowed', reason: 'a team-only key' } as const;
    await store.writeCircuit({ ...lane, since: 0, until: Date.now() + hour, probes: 0 });
    const { findings } = await look();
    expect(findings.filter(({ state }) => state === 'wrong')).toEqual([
      expect.objectContaining({ subject: 'hold of sms', mend: expect.stringContaining('resume sms') as unknown }),
      expect.objectContaining({ subject: 'channel email' }),
      expect.objectContaining({
        subject: 'kind of the API key',
        detail: expect.stringContaining('team-only') as unknown,
      }),
      expect.objectContaining({
        subject: 'dead letters',
        mend: expect.stringContaining('redrive --dry-run') as unknown,
      }),
    ]);
  });

  test('a file of templates is compared with Notify if it is asked, and one that is not there ends with 2', async () => {
    const { findings } = await look('--templates', __filename);
    expect(findings.find(({ subject }) => subject === 'templates')).toMatchObject({ state: 'wrong' });
    expect(await run('--templates', '/none.ts')).toMatchObject({
      code: 2,
      errors: expect.stringMatching(/ENOENT/) as unknown,
    });
  });
});
