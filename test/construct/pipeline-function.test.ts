import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Tracing } from 'aws-cdk-lib/aws-lambda';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { metrics } from '../../lib';
import { environment } from '../../lib/contract/environment';
import { PipelineFunction } from '../../lib/construct/functions/pipeline-function';
import { createScheduleGroup } from '../../lib/construct/functions/schedule-group';
import {
  functionNames,
  functionOf,
  pipeline,
  plain,
  resolve,
  statementsOf,
  template,
  type FunctionName,
} from './plain-pipeline';
import { arn, emptyStack, ids, propertiesOf, ref, resourceOf } from './stacks';
import { actionsOn } from './statements';

describe('PipelineFunction', () => {
  test.each<[FunctionName, number]>([
    ['send', 120],
    ['send-urgent', 120],
    ['poll', 300],
    ['release', 55],
    ['release-scheduled', 58],
    ['announce', 60],
  ])('the %s function runs on Node 24 on ARM for at most %i seconds, from a prebuilt bundle', (name, timeout) => {
    expect(functionOf(name).Properties).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: 'index.handler',
      Timeout: timeout,
      MemorySize: expect.any(Number) as number,
    });
    expect(functionOf(name).Properties).not.toHaveProperty('FunctionName');
    expect(functionOf(name).Properties).not.toHaveProperty('TracingConfig');
  });

  test.each(functionNames)('the %s function logs JSON to its own encrypted log group for 90 days', (name) => {
    const { LogFormat, LogGroup } = functionOf(name).Properties['LoggingConfig'] as {
      LogFormat: string;
      LogGroup: { Ref: string };
    };
    expect(LogFormat).toBe('JSON');
    expect(resourceOf(template, LogGroup.Ref)).toMatchObject({
      Type: 'AWS::Logs::LogGroup',
      DeletionPolicy: 'RetainExceptOnCreate',
      Properties: { RetentionInDays: 90, KmsKeyId: arn(ids.key) },
    });
    expect(actionsOn(arn(LogGroup.Ref), statementsOf(name))).toEqual(['logs:CreateLogStream', 'logs:PutLogEvents']);
  });

  test('every function has its own log group, and no role may write to all logs', () => {
    expect(propertiesOf(template, 'AWS::Logs::LogGroup')).toHaveLength(functionNames.length);
    for (const role of propertiesOf(template, 'AWS::IAM::Role')) expect(role).not.toHaveProperty('ManagedPolicyArns');
  });

  const asked = {
    [environment.tableName]: ref(ids.table),
    [environment.apiKeySecretArn]: resolve(plain.apiKeySecret.secretArn),
    [environment.notifyBaseUrl]: 'https://api.notifications.service.gov.uk',
  };
  const moved = {
    [environment.queueUrl]: ref(ids.queue),
    [environment.urgentQueueUrl]: ref(ids.urgentQueue),
    [environment.heldQueueUrl.email]: ref(ids.heldEmail),
    [environment.heldQueueUrl.sms]: ref(ids.heldSms),
    [environment.heldQueueUrl.international_sms]: ref(ids.heldInternationalSms),
    [environment.heldQueueUrl.letter]: ref(ids.heldLetter),
    [environment.heldQueueUrl.urgent]: ref(ids.heldUrgent),
    [environment.rateLimit]: '3000',
    [environment.rateShare]: '1',
  };
  test.each<[FunctionName, Record<string, unknown>]>([
    ...(['send', 'send-urgent'] as const).map((name): [FunctionName, Record<string, unknown>] => [
      name,
      {
        ...asked,
        ...moved,
        [environment.scheduledTableName]: ref(ids.scheduledTable),
        [environment.urgentQueueArn]: arn(ids.urgentQueue),
        [environment.bucketName]: ref(ids.bucket),
        [environment.deadLetterQueueUrl]: ref(ids.deadLetterQueue),
        [environment.hashKeySecretArn]: ref(ids.hashKey),
        [environment.maxFailures]: '10',
        [environment.recordRetentionSeconds]: String(90 * 24 * 3600),
      },
    ]),
    ['poll', { ...asked, [environment.pollIntervalSeconds]: '60', [environment.callbacks]: 'off' }],
    ['release', { ...asked, ...moved }],
    [
      'release-scheduled',
      {
        [environment.tableName]: ref(ids.table),
        [environment.scheduledTableName]: ref(ids.scheduledTable),
        [environment.queueUrl]: ref(ids.queue),
        [environment.urgentQueueUrl]: ref(ids.urgentQueue),
        [environment.rateLimit]: '3000',
        [environment.rateShare]: '1',
      },
    ],
    [
      'announce',
      {
        [environment.eventBusName]: arn(ids.bus),
        [environment.publishedStates]: 'held,sent,sent_untracked,delivered,failed,rejected,expired,cancelled',
      },
    ],
  ])('the %s function gets exactly the variables it needs', (name, variables) => {
    expect(functionOf(name).Properties['Environment']).toEqual({
      Variables: {
        POWERTOOLS_SERVICE_NAME: name,
        POWERTOOLS_METRICS_NAMESPACE: metrics.namespace,
        [environment.pipelineId]: resolve(pipeline.pipelineId),
        ...variables,
      },
    });
  });

  test('a missing bundle is named in the error, with the command that builds it', () => {
    const stack = emptyStack();
    const make = () =>
      new PipelineFunction(stack, 'Absent', {
        bundle: 'absent',
        name: 'send',
        concurrentRuns: 1,
        scheduleGroup: createScheduleGroup(stack, 'Schedules'),
        description: 'none',
        timeout: Duration.seconds(1),
        memorySize: 128,
        variables: {},
        pipelineId: 'p',
        encryptionKey: new Key(stack, 'Key'),
        logRetention: RetentionDays.ONE_DAY,
        removalPolicy: RemovalPolicy.DESTROY,
        network: undefined,
        functionOptions: {},
        tracing: Tracing.DISABLED,
      });
    expect(make).toThrow(/bundle of the absent function is missing.*: run `npm run bundle`$/);
  });
});
