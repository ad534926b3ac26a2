import { status } from '../../../bin/commands/status';
import { DynamoHoldStore } from '../../../lambda/shared/aws/dynamo-hold-store';
import { holdEverything } from '../../../lambda/shared/holds/hold';
import { hour } from '../../../lib/contract/time';
import { openEmbeddedCloud, runIn, type EmbeddedCloud, type Ran } from './embedded-cloud';

let cloud: EmbeddedCloud;
beforeAll(async () => {
  cloud = await openEmbeddedCloud({ eventSourceIds: { send: 'uuid-of-send' }, scheduleNames: { poll: 'the-poll' } });
});
afterAll(() => cloud.close());
afterEach(() => {
  cloud.refusals.clear();
  cloud.answers.clear();
  cloud.onRequest(() => undefined);
});

const run = (...args: readonly string[]): Promise<Ran> => runIn(cloud.environment, status, ...args);
const on = (states: { readonly send?: string; readonly poll?: string } = {}): void => {
  cloud.answers.set('GET /2015-03-31/event-source-mappings/uuid-of-send', { State: states.send ?? 'Enabled' });
  cloud.answers.set('GET /schedules/the-poll', { State: states.poll ?? 'ENABLED' });
};

describe('status command', () => {
  test('shows every queue and that nothing is wrong, and ends with 0', async () => {
    on();
    const { code, output } = await run();
    expect(code).toBe(0);
    expect(output).toMatch(/^pipeline local at 2\S+Z\n\n {2}queue +waiting +out of sight +delayed +oldest\n/);
    for (const name of ['queue', 'urgent', 'held sms', 'held urgent', 'dead letters']) {
      expect(output).toMatch(new RegExp(`\n  ${name} +0 +0 +0 +-\n`));
    }
    expect(output).toMatch(/\nholds: none\n/);
    expect(output).toMatch(/\nswitched off: none\n/);
  });

  test('what may not be read is said to be not known, and the rest is shown', async () => {
    on();
    cloud.refusals.set('GraniteServiceVersion20100801.DescribeAlarms', {
      name: 'AccessDeniedException',
      message: 'User: a is not authorized to perform: cloudwatch:DescribeAlarms on resource: *',
    });
    const { code, output } = await run();
    expect(code).toBe(0);
    expect(output).toMatch(/alarms that have gone off:\n {2}not known: cloudwatch:DescribeAlarms is not allowed\n/);
  });

  test('what is switched off is named, and ends with 1', async () => {
    on({ send: 'Disabled', poll: 'DISABLED' });
    const { code, output } = await run();
    expect(code).toBe(1);
    expect(output).toMatch(
      /switched off:\n {2}the event source of send: Disabled\n {2}the schedule of poll: DISABLED\n/,
    );
  });

  test('dead letters end with 1, as JSON too', async () => {
    on();
    cloud.pipeline.deadLetters.send('{}');
    const { code, output } = await run('--json');
    expect(code).toBe(1);
    expect(JSON.parse(output)).toMatchObject({
      pipelineId: 'local',
      isWell: false,
      queues: expect.arrayContaining([{ name: 'dead letters', waiting: 1, hidden: 0, delayed: 0 }]) as unknown,
    });
    for (const { receiptHandle } of cloud.pipeline.deadLetters.receive())
      cloud.pipeline.deadLetters.delete(receiptHandle);
  });

  test('a hold is shown with its scope, since when it stands and why, and ends with 1', async () => {
    on();
    const { table } = cloud.pipeline.aws;
    const hold = holdEverything('Notify refuses the API key', Date.now() - hour);
    const store = new DynamoHoldStore(table.client, table.name);
    await store.place(hold, Date.now());
    const { code, output } = await run();
    await store.replace(hold, undefined);
    expect(code).toBe(1);
    expect(output).toMatch(
      /holds:\n {2}everything {2}since \S+, Notify is asked again at \S+: Notify refuses the API key\n/,
    );
  });

  test('alarms of the pipeline that have gone off are shown with what to do, and others are not', async () => {
    on();
    const alarm = (AlarmName: string, Value: string, StateValue: string) => ({
      AlarmName,
      StateValue,
      AlarmDescription: `${AlarmName}: do this`,
      Dimensions: [{ Name: 'PipelineId', Value }],
    });
    cloud.answers.set('GraniteServiceVersion20100801.DescribeAlarms', {
      MetricAlarms: [alarm('Ours', 'local', 'ALARM'), alarm('Well', 'local', 'OK'), alarm('Theirs', 'other', 'ALARM')],
    });
    const { code, output } = await run();
    expect(code).toBe(1);
    expect(output).toMatch(/alarms that have gone off:\n {2}Ours: Ours: do this\n\n/);
  });

  test('watched, it is shown until Ctrl-C, and ends as a signal ends it', async () => {
    on();
    let looks = 0;
    cloud.onRequest((asked) => {
      if (asked === 'DynamoDB_20120810.BatchGetItem') looks += 1;
      if (looks > 0) setImmediate(() => process.emit('SIGINT', 'SIGINT'));
    });
    const { code, output } = await run('--watch', '--every', '9999');
    expect(code).toBe(130);
    expect(output).toMatch(/^pipeline local at /);
  });

  test('a queue that may not be looked at ends with 2 and names the grant', async () => {
    cloud.refusals.set('AmazonSQS.GetQueueAttributes', {
      name: 'AccessDeniedException',
      message: 'User: a is not authorized to perform: sqs:getqueueattributes on resource: queue',
    });
    expect(await run()).toMatchObject({
      code: 2,
      errors:
        'the pipeline cannot be read: sqs:getqueueattributes is not allowed; grantOperate of the NotifyPipeline allows it',
    });
  });
});
