import { Duration } from 'aws-cdk-lib';
import { AccountPrincipal } from 'aws-cdk-lib/aws-iam';
import { metrics, NotifyPipeline } from '../../lib';
import { environment } from '../../lib/contract/environment';
import { alarmIdsOf, alarmIdsWith } from './alarm-ids';
import {
  arn,
  emptyStack,
  endpointOf,
  ids,
  letterPdfArn,
  payloadArns,
  pipelineInStack,
  propertiesOf,
  ref,
  resourceOf,
  roleIn,
} from './stacks';
import { actionsOn, allowedBy, statementsOfBucket, statementsOfKey, statementsOfRole } from './statements';

const expirations = (template: ReturnType<ReturnType<typeof pipelineInStack>['template']>): unknown[] => {
  const { Rules } = resourceOf(template, ids.bucket).Properties['LifecycleConfiguration'] as { Rules: object[] };
  return Rules.filter((rule) => JSON.stringify(rule).includes('"letters/"'));
};

describe('NotifyPipeline: letterPdfs off', () => {
  const { pipeline, template: synthesize } = pipelineInStack();
  const template = synthesize();

  test('without letterPdfs there is no queue, function or alarm for PDFs', () => {
    expect([pipeline.letterPdfQueues, pipeline.letterPdfFunction]).toEqual([undefined, undefined]);
    expect(alarmIdsOf(pipeline)).toEqual(alarmIdsWith());
    expect(JSON.stringify(propertiesOf(template, 'AWS::Lambda::Function'))).not.toContain(
      environment.letterPdfQueueUrl,
    );
  });

  test('PDFs stored before letterPdfs was turned off still expire', () => {
    expect(expirations(template)).toEqual([{ ExpirationInDays: 90, Prefix: 'letters/', Status: 'Enabled' }]);
  });

  test('grantReadLetterPdfs is refused when no PDFs are stored', () => {
    const { stack, pipeline: without } = pipelineInStack();
    expect(() => without.grantReadLetterPdfs(roleIn(stack).role)).toThrow(
      'no PDFs to read, because letterPdfs is off: set letterPdfs to true',
    );
  });
});

describe('NotifyPipeline: letterPdfs on', () => {
  const {
    stack,
    pipeline,
    apiKeySecret,
    template: synthesize,
  } = pipelineInStack({
    letterPdfs: true,
    letterPdfRetention: Duration.days(30),
  });
  const { role, roleId } = roleIn(stack);
  pipeline.grantReadLetterPdfs(role);
  pipeline.grantReadLetterPdfs(new AccountPrincipal('222222222222'));
  const template = synthesize();
  const idOf = (reference: unknown): string => (stack.resolve(reference) as { Ref: string }).Ref;
  const queueId = idOf(pipeline.letterPdfQueues?.queue.queueUrl);
  const deadLetterQueueId = idOf(pipeline.letterPdfQueues?.deadLetterQueue.queueUrl);
  const functionId = idOf(pipeline.letterPdfFunction?.functionName);
  const statements = statementsOfRole(template, idOf(pipeline.letterPdfFunction?.role?.roleName));

  test('the PDF queue is encrypted, uses TLS only, has its own dead-letter queue and ids that never change', () => {
    expect([queueId, deadLetterQueueId]).toEqual([
      'NotifyLetterPdfQueuesQueue775510D8',
      'NotifyLetterPdfQueuesDeadLetterQueueFBC1CEDE',
    ]);
    const kept = { KmsMasterKeyId: arn(ids.key), MessageRetentionPeriod: 1_209_600 };
    expect(resourceOf(template, deadLetterQueueId).Properties).toEqual(kept);
    expect(resourceOf(template, queueId)).toMatchObject({
      Properties: {
        ...kept,
        VisibilityTimeout: 720,
        RedrivePolicy: { deadLetterTargetArn: arn(deadLetterQueueId), maxReceiveCount: 100 },
      },
      DeletionPolicy: 'RetainExceptOnCreate',
    });
    for (const id of [queueId, deadLetterQueueId]) {
      expect(JSON.stringify(propertiesOf(template, 'AWS::SQS::QueuePolicy'))).toContain(JSON.stringify(arn(id)));
    }
  });

  test('PDFs are deleted after letterPdfRetention', () => {
    expect(expirations(template)).toEqual([{ ExpirationInDays: 30, Prefix: 'letters/', Status: 'Enabled' }]);
  });

  test('the function gets exactly the variables it needs, and a batch may fail in part', () => {
    expect(resourceOf(template, functionId).Properties).toMatchObject({ Timeout: 120, Runtime: 'nodejs24.x' });
    expect(resourceOf(template, functionId).Properties['Environment']).toEqual({
      Variables: {
        POWERTOOLS_SERVICE_NAME: 'letter-pdfs',
        POWERTOOLS_METRICS_NAMESPACE: metrics.namespace,
        [environment.pipelineId]: stack.resolve(pipeline.pipelineId) as unknown,
        [environment.tableName]: ref(ids.table),
        [environment.bucketName]: ref(ids.bucket),
        [environment.letterPdfQueueUrl]: ref(queueId),
        [environment.apiKeySecretArn]: stack.resolve(apiKeySecret.secretArn) as unknown,
        [environment.notifyBaseUrl]: 'https://api.notifications.service.gov.uk',
      },
    });
    expect(propertiesOf(template, 'AWS::Lambda::EventSourceMapping')).toContainEqual({
      EventSourceArn: arn(queueId),
      FunctionName: ref(functionId),
      BatchSize: 10,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 2 },
    });
  });

  test('the function may only read and update records, store PDFs, requeue messages and read the API key', () => {
    expect(actionsOn(arn(ids.table), statements)).toEqual(['dynamodb:GetItem', 'dynamodb:UpdateItem']);
    expect(actionsOn(letterPdfArn, statements)).toEqual(['s3:PutObject']);
    for (const payload of payloadArns) expect(actionsOn(payload, statements)).toEqual([]);
    expect(actionsOn(arn(queueId), statements)).toEqual([
      'sqs:ChangeMessageVisibility',
      'sqs:DeleteMessage',
      'sqs:GetQueueAttributes',
      'sqs:ReceiveMessage',
      'sqs:SendMessage',
    ]);
    const allowed = allowedBy(statements);
    // The table, the bucket's PDFs, the queue, the secret, the key and the log.
    expect(new Set(allowed.map(({ resource }) => JSON.stringify(resource))).size).toBe(6);
    expect(JSON.stringify(allowed)).not.toContain('*');
  });

  test('the announce function may queue letters, and neither it nor the send function can read a PDF', () => {
    const announce = statementsOfRole(template, idOf(pipeline.announceFunction.role?.roleName));
    expect(actionsOn(arn(queueId), announce)).toEqual(['sqs:SendMessage']);
    const variables = JSON.stringify(resourceOf(template, idOf(pipeline.announceFunction.functionName)).Properties);
    expect(variables).toContain(environment.letterPdfQueueUrl);
    for (const { role: other } of [pipeline.announceFunction, pipeline.sendFunction, pipeline.pollFunction]) {
      expect(actionsOn(letterPdfArn, statementsOfRole(template, idOf(other?.roleName)))).toEqual([]);
    }
  });

  test('a role or account that is granted read access can read PDFs and no payloads', () => {
    const read = { Effect: 'Allow', Action: 's3:GetObject', Resource: letterPdfArn };
    const inBucket = [arn(ids.bucket), { 'Fn::Join': ['', [arn(ids.bucket), '/*']] }];
    const viaS3 = { StringEquals: { 'kms:ViaService': endpointOf('s3') } };
    const decrypt = { Effect: 'Allow', Action: 'kms:Decrypt', Condition: viaS3 };
    const Condition = { ...viaS3, StringLike: { 'kms:EncryptionContext:aws:s3:arn': inBucket } };
    expect(statementsOfRole(template, roleId)).toEqual([read, { ...decrypt, Condition, Resource: arn(ids.key) }]);
    const Principal = { AWS: { 'Fn::Join': ['', ['arn:', ref('AWS::Partition'), ':iam::222222222222:root']] } };
    expect(statementsOfBucket(template, ids.bucket)).toContainEqual({ ...read, Principal });
    expect(statementsOfKey(template, ids.key)).toContainEqual({ ...decrypt, Principal, Resource: '*' });
  });

  test('alarms cover PDF dead letters, PDFs that wait too long and a function that fails', () => {
    expect(alarmIdsOf(pipeline)).toEqual(alarmIdsWith('letterPdfs'));
    const alarms = propertiesOf(template, 'AWS::CloudWatch::Alarm');
    for (const each of alarms) {
      const description = JSON.stringify(each['AlarmDescription']);
      expect(description).toMatch(/\. What to do first: [a-z]/);
      expect(description.length).toBeLessThan(1024);
    }
  });
});

test('a stack that only reads PDFs needs only the pipeline’s bucket and key', () => {
  const stack = emptyStack('Archive', { env: { account: '111111111111', region: 'eu-west-2' } });
  const pipeline = NotifyPipeline.fromAttributes(stack, 'Notify', {
    pipelineId: 'licences-production',
    bucketArn: 'arn:aws:s3:::the-bucket',
    encryptionKeyArn: 'arn:aws:kms:eu-west-2:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab',
  });
  const { role } = roleIn(stack);
  expect(pipeline.grantReadLetterPdfs(role).success).toBe(true);
});
