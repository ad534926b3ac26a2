import { lanes } from '../../lib/contract/lane';
import { channels } from '../../lib/contract/message';
import { table } from '../../lib/contract/table';
import { holdScopes } from '../../lambda/shared/holds/hold';
import { pipeline, resolve, statementsOf, type FunctionName } from './plain-pipeline';
import { arn, heldQueueIds, ids, payloadArns, pipelineInStack, ref } from './stacks';
import { actionsOn, allowedBy, statementsOfRole } from './statements';

const may = (name: FunctionName, resource: unknown): string[] => actionsOn(resource, statementsOf(name));

const awaitedIndexArn = `${pipeline.table.tableArn}/index/${table.awaitedIndex.name}`;
const apiKey = expect.stringMatching(/:secret:notify-key-\?{6}/) as string;
const secretsReadBy = (name: FunctionName): string[] =>
  allowedBy(statementsOf(name))
    .filter(({ action }) => action.startsWith('secretsmanager:'))
    .map(({ action, resource }) => `${action} ${(resource as { Ref?: string }).Ref ?? JSON.stringify(resource)}`);

const tableKeyActions = [
  'kms:Decrypt',
  'kms:DescribeKey',
  'kms:Encrypt',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyWithoutPlaintext',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
];
const consume = ['sqs:ChangeMessageVisibility', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'];

describe('NotifyPipeline: permissions', () => {
  test('send may consume, requeue and hold messages, use payloads, write records and holds, and read both secrets', () => {
    const urgent = [ids.urgentQueue, ids.heldUrgent];
    const ordinary = [ids.queue, ...heldQueueIds.filter((id) => id !== ids.heldUrgent)];
    const senders = [
      ['send', ordinary, urgent],
      ['send-urgent', urgent, ordinary],
    ] as const;
    for (const [name, [source = '', ...held], others] of senders) {
      expect(may(name, arn(source))).toEqual([...consume, 'sqs:SendMessage']);
      for (const id of held) expect(may(name, arn(id))).toEqual(['sqs:SendMessage']);
      for (const id of others) expect(may(name, arn(id))).toEqual([]);
      expect(may(name, arn(ids.deadLetterQueue))).toEqual(['sqs:SendMessage']);
      expect(may(name, arn(ids.table))).toEqual([
        'dynamodb:BatchGetItem',
        'dynamodb:GetItem',
        'dynamodb:PutItem',
        'dynamodb:UpdateItem',
      ]);
      expect(may(name, arn(ids.scheduledTable))).toEqual(['dynamodb:PutItem']);
      for (const payload of payloadArns) {
        expect(may(name, payload)).toEqual(['s3:DeleteObject', 's3:GetObject', 's3:PutObject']);
      }
      expect(may(name, arn(ids.bucket))).toEqual(['s3:ListBucket']);
      expect(may(name, ref(ids.hashKey))).toEqual(['secretsmanager:GetSecretValue']);
      expect(may(name, arn(ids.key))).toEqual(tableKeyActions);
      expect(secretsReadBy(name)).toEqual([apiKey, `secretsmanager:GetSecretValue ${ids.hashKey}`]);
    }
  });

  test('poll may find and update records, delete lists, save its checkpoint and read the API key', () => {
    const onTable = ['dynamodb:DeleteItem', 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'];
    expect(may('poll', arn(ids.table))).toEqual(onTable);
    expect(may('poll', resolve(awaitedIndexArn))).toEqual(['dynamodb:Query']);
    expect(may('poll', arn(ids.key))).toEqual(tableKeyActions);
    expect(secretsReadBy('poll')).toEqual([apiKey]);
  });

  test('poll can read and put no item of the table except its checkpoints, and delete none except lists', () => {
    const onTable = statementsOf('poll').filter(
      ({ Action, Resource }) =>
        JSON.stringify(Resource) === JSON.stringify(arn(ids.table)) && Action !== 'dynamodb:UpdateItem',
    );
    const only = (...keys: string[]) => ({ 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': keys } });
    expect(onTable.map(({ Action, Condition }) => [Action, Condition])).toEqual([
      ['dynamodb:DeleteItem', only('awaited *')],
      [['dynamodb:GetItem', 'dynamodb:PutItem'], only(...channels.map((channel) => `poll ${channel}`))],
    ]);
  });

  test('poll can read records only if callbacks may have ended deliveries that are on lists', () => {
    const { stack, pipeline: calledBack, template } = pipelineInStack({ callbacks: true });
    const { Ref: role } = stack.resolve(calledBack.pollFunction.role?.roleName) as { Ref: string };
    const reads = { Action: 'dynamodb:GetItem', Resource: arn(ids.table) };
    expect(statementsOfRole(template(), role)).toContainEqual(expect.objectContaining(reads));
    expect(statementsOf('poll')).not.toContainEqual(expect.objectContaining(reads));
  });

  test('release may move messages from the held queues to the other two, write holds and read the API key', () => {
    for (const id of heldQueueIds) {
      expect(may('release', arn(id))).toEqual([
        'sqs:ChangeMessageVisibility',
        'sqs:DeleteMessage',
        'sqs:GetQueueAttributes',
        'sqs:ReceiveMessage',
        'sqs:SendMessage',
      ]);
    }
    expect(may('release', arn(ids.queue))).toEqual(['sqs:GetQueueAttributes', 'sqs:SendMessage']);
    expect(may('release', arn(ids.urgentQueue))).toEqual(['sqs:SendMessage']);
    expect(may('release', arn(ids.table))).toEqual([
      'dynamodb:BatchGetItem',
      'dynamodb:DeleteItem',
      'dynamodb:PutItem',
    ]);
    expect(may('release', arn(ids.key))).toEqual(tableKeyActions);
    expect(secretsReadBy('release')).toEqual([apiKey]);
  });

  test('release: no item of the table but the holds and the lanes in trouble', () => {
    const onTable = statementsOf('release').filter(
      ({ Resource }) => JSON.stringify(Resource) === JSON.stringify(arn(ids.table)),
    );
    const stops = [...holdScopes.map((scope) => `hold ${scope}`), ...lanes.map((lane) => `lane ${lane}`)];
    expect(onTable.map(({ Condition }) => Condition)).toEqual([
      { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': stops } },
    ]);
  });

  test('release-scheduled may read and delete scheduled messages, and put them on both queues', () => {
    expect(may('release-scheduled', arn(ids.scheduledTable))).toEqual(['dynamodb:BatchWriteItem', 'dynamodb:Query']);
    expect(may('release-scheduled', arn(ids.queue))).toEqual(['sqs:GetQueueAttributes', 'sqs:SendMessage']);
    expect(may('release-scheduled', arn(ids.urgentQueue))).toEqual(['sqs:SendMessage']);
    expect(may('release-scheduled', arn(ids.key))).toEqual(tableKeyActions);
    expect(secretsReadBy('release-scheduled')).toEqual([]);
    const onTable = statementsOf('release-scheduled').filter(
      ({ Resource }) => JSON.stringify(Resource) === JSON.stringify(arn(ids.table)),
    );
    const stops = [...holdScopes.map((scope) => `hold ${scope}`), ...lanes.map((lane) => `lane ${lane}`)];
    expect(onTable.map(({ Action, Condition }) => [Action, Condition])).toEqual([
      ['dynamodb:BatchGetItem', { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': stops } }],
      [
        ['dynamodb:GetItem', 'dynamodb:PutItem'],
        { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['scheduled'] } },
      ],
    ]);
  });

  test('announce may read the stream and put events on the bus', () => {
    expect(may('announce', arn(ids.table, 'StreamArn'))).toEqual([
      'dynamodb:DescribeStream',
      'dynamodb:GetRecords',
      'dynamodb:GetShardIterator',
      'dynamodb:ListStreams',
    ]);
    expect(may('announce', arn(ids.bus))).toEqual(['events:PutEvents']);
    expect(may('announce', arn(ids.key))).toEqual(['kms:Decrypt', 'kms:DescribeKey']);
  });

  test.each<[FunctionName, number]>([
    ['send', 15],
    ['send-urgent', 12],
    ['poll', 5],
    ['release', 11],
    ['release-scheduled', 6],
    ['announce', 4],
  ])('%s has permissions on exactly %i resources, and none by wildcard', (name, count) => {
    const allowed = allowedBy(statementsOf(name));
    expect(new Set(allowed.map(({ resource }) => JSON.stringify(resource))).size).toBe(count);
    expect(JSON.stringify(allowed)).not.toContain('*');
  });
});
