import { ScanCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { cost } from '../../bin/commands/cost';
import type { Command } from '../../bin/commands/command';
import { doctor } from '../../bin/commands/doctor';
import { erase } from '../../bin/commands/erase';
import { find } from '../../bin/commands/find';
import { hold } from '../../bin/commands/hold';
import { redrive } from '../../bin/commands/redrive';
import { resume } from '../../bin/commands/resume';
import { status } from '../../bin/commands/status';
import { messageAttributes } from '../../lib/contract/attributes';
import type { PipelineDescription } from '../../lib/contract/pipeline-parameter';
import { addressVariables } from '../../local/cloud/cloud-address';
import { acceptedFor } from '../../local/accepted';
import { runIn, type Ran } from '../bin/operate/embedded-cloud';
import { deploy, officeClosed, untilItIs, type Deployed } from './deployed';

let deployed: Deployed;
let sqs: SQSClient;
beforeAll(async () => {
  deployed = await deploy('operate');
  sqs = new SQSClient(deployed.emulator.address);
});
afterAll(async () => {
  sqs.destroy();
  await deployed.close();
});

const run = (command: Command, ...args: readonly string[]): Promise<Ran> => {
  const env = { ...addressVariables(deployed.emulator.address), NOTIFY_BASE_URL: deployed.notifyUrl };
  return runIn(env, command, '--pipeline', deployed.pipeline.outputs['PipelineId'] ?? '', ...args);
};
/** The commands whose first word says what they are about. */
const runWith = (command: Command, first: string, ...args: readonly string[]): Promise<Ran> =>
  run({ ...command, run: (rest) => command.run([first, ...rest]) }, ...args);

interface Findings {
  readonly findings: readonly { readonly subject: string; readonly state: string }[];
}
const examine = async (): Promise<ReadonlyMap<string, string>> => {
  const { output, errors } = await run(doctor, '--json');
  expect(errors).toBe('');
  return new Map((JSON.parse(output) as Findings).findings.map(({ subject, state }) => [subject, state]));
};

test('find and cost show a message that was delivered, and status and doctor that all is on', async () => {
  const { pipeline } = deployed;
  await pipeline.publish(officeClosed('one to find', { reference: 'JUG-0001' }));
  const { delivery_id } = await untilItIs(pipeline, 'one to find', 'delivered');
  const found = await run(find, '--reference', 'JUG-0001', '--json');
  expect([found.code, JSON.parse(found.output)]).toEqual([0, expect.objectContaining({ delivery_id }) as unknown]);

  const spent = await run(cost, '--from', '1h', '--to', '2200-01-01', '--json');
  expect(JSON.parse(spent.output)).toMatchObject({ total: { messages: 1 } });

  const looked = await run(status, '--json');
  expect(looked.errors).toBe('');
  expect(JSON.parse(looked.output)).toMatchObject({
    holds: [],
    queues: expect.arrayContaining([expect.objectContaining({ name: 'dead letters', waiting: 0 })]) as unknown,
  });
  const findings = await examine();
  for (const subject of ['API key', 'function send', 'event source of send', 'schedule of poll', 'dead letters']) {
    expect([subject, findings.get(subject)]).toEqual([subject, 'well']);
  }
});

test('what is held does not go until it is resumed', async () => {
  const { pipeline, standIn } = deployed;
  expect(await runWith(hold, 'sms', '--reason', 'a wrong template')).toMatchObject({ code: 0 });
  // By then every sender knows it.
  await pipeline.publish(officeClosed('one to hold'), { delay: 6 });
  const held = await untilItIs(pipeline, 'one to hold', 'held');
  expect(acceptedFor(standIn, held)).toBe(0);
  expect((await run(status)).output).toMatch(/holds:\n {2}sms .*: a wrong template\n/);
  expect((await examine()).get('hold of sms')).toBe('wrong');
  expect(await runWith(resume, 'sms')).toMatchObject({ code: 0 });
  expect(acceptedFor(standIn, await untilItIs(pipeline, 'one to hold', 'sent', 'delivered'))).toBe(1);
});

test('a dead letter is seen, goes home and is sent once', async () => {
  const { pipeline, standIn } = deployed;
  const text = (StringValue: string) => ({ DataType: 'String', StringValue });
  await sqs.send(
    new SendMessageCommand({
      QueueUrl: pipeline.outputs['DeadLetterQueueUrl'],
      MessageBody: officeClosed('one to redrive'),
      MessageAttributes: {
        [messageAttributes.reason]: text('the table was gone'),
        [messageAttributes.cameFrom]: text('urgent'),
      },
    }),
  );
  expect((await examine()).get('dead letters')).toBe('wrong');
  const { code, output } = await run(redrive, '--reason', 'table', '--json');
  expect([code, JSON.parse(output)]).toEqual([0, expect.objectContaining({ chosen: 1, putBack: 1 }) as unknown]);
  expect(acceptedFor(standIn, await untilItIs(pipeline, 'one to redrive', 'sent', 'delivered'))).toBe(1);
});

test('a person who is erased is nowhere any more', async () => {
  const { pipeline, emulator } = deployed;
  const phone_number = '07700 900456';
  await pipeline.publish(officeClosed('theirs', { phone_number, reference: 'JUG-0002' }));
  const later = new Date(Date.now() + 3_600_000).toISOString();
  await pipeline.publish(officeClosed('theirs later', { phone_number, send_after: later }));
  await untilItIs(pipeline, 'theirs', 'delivered');
  await untilItIs(pipeline, 'theirs later', 'held');
  const QueueUrl = pipeline.outputs['DeadLetterQueueUrl'];
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: officeClosed('theirs dead', { phone_number }) }));

  const { code, output, errors } = await run(erase, '--recipient', '+44 7700 900456', '--json');
  expect([code, JSON.parse(output), errors]).toEqual([
    0,
    expect.objectContaining({ records: 2, scheduledMessages: 1, left: [] }) as unknown,
    expect.stringMatching(/^$|we read the whole table/) as unknown,
  ]);
  const ssm = new SSMClient(emulator.address);
  const { Parameter } = await ssm.send(new GetParameterCommand({ Name: pipeline.outputs['ParameterName'] }));
  ssm.destroy();
  const { tableName, scheduledTableName } = JSON.parse(Parameter?.Value ?? '{}') as PipelineDescription;
  const dynamo = new DynamoDBClient(emulator.address);
  const tables = [tableName, scheduledTableName];
  const scans = await Promise.all(tables.map((TableName) => dynamo.send(new ScanCommand({ TableName }))));
  dynamo.destroy();
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
  expect(JSON.stringify([scans.map(({ Items }) => Items), Messages])).not.toMatch(/900 ?456|JUG-0002/);
  await untilItIs(pipeline, 'theirs later', 'cancelled');
});
