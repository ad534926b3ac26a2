import { App, Stack, type StackProps } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import {
  AccountPrincipal,
  AnyPrincipal,
  OrganizationPrincipal,
  Role,
  ServicePrincipal,
  type Grant,
} from 'aws-cdk-lib/aws-iam';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { NotifyPipeline } from '../../lib';
import { environment } from '../../lib/contract/environment';
import { NotifyPublisher } from '../../lib/publisher';
import {
  arn,
  emptyStack,
  endpointOf,
  heldQueueIds,
  ids,
  payloadArns,
  pipelineInStack,
  ref,
  resourceOf,
  roleIn,
  warningsOf,
} from './stacks';
import { actionsOn, statementsOfBucket, statementsOfKey, statementsOfQueue, statementsOfRole } from './statements';

const send = ['sqs:SendMessage', 'sqs:GetQueueUrl', 'sqs:GetQueueAttributes'];
const useKey = ['kms:Decrypt', 'kms:GenerateDataKey'];
/** The key through SQS and S3 alone, each for some places if they are named. */
function keyStatements(
  services: { readonly sqs: unknown; readonly s3: unknown },
  places: { readonly queues: unknown; readonly objects?: unknown },
  more: object,
) {
  const via = (service: unknown, context: object) => ({
    Condition: { StringEquals: { 'kms:ViaService': service }, ...context },
    ...more,
  });
  const onQueues = { StringLike: { 'kms:EncryptionContext:aws:sqs:arn': places.queues } };
  const inBucket = places.objects ? { StringLike: { 'kms:EncryptionContext:aws:s3:arn': places.objects } } : {};
  return [
    { Effect: 'Allow', Action: useKey, ...via(services.sqs, onQueues) },
    { Effect: 'Allow', Action: 'kms:GenerateDataKey', ...via(services.s3, inBucket) },
  ];
}
const attributes = {
  pipelineId: 'licences-production',
  queueArn: 'arn:aws:sqs:eu-west-2:111111111111:notify-queue',
  urgentQueueArn: 'arn:aws:sqs:eu-west-2:111111111111:notify-urgent-queue',
  bucketArn: 'arn:aws:s3:::notify-payloads',
  encryptionKeyArn: 'arn:aws:kms:eu-west-2:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab',
};

const functionIn = (stack: Stack, id = 'Application') =>
  new Function(stack, id, {
    runtime: Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: Code.fromInline('exports.handler = async () => {};'),
  });
const both = [ids.queue, ids.urgentQueue];

describe('NotifyPipeline: grantSend', () => {
  test('a role in the same account may send to both queues and store large payloads by its own policy alone', () => {
    const { stack, pipeline, template } = pipelineInStack();
    const { role, roleId } = roleIn(stack);
    const grant = pipeline.grantSend(role);
    const synthesized = template();
    const [onQueues, inBucket] = keyStatements(
      { sqs: endpointOf('sqs'), s3: endpointOf('s3') },
      {
        queues: both.map((id) => arn(id)),
        objects: [arn(ids.bucket), { 'Fn::Join': ['', [arn(ids.bucket), '/*']] }],
      },
      { Resource: arn(ids.key) },
    );
    expect(grant.success).toBe(true);
    expect(statementsOfRole(synthesized, roleId)).toEqual([
      ...both.map((id) => ({ Effect: 'Allow', Action: send, Resource: arn(id) })),
      onQueues,
      { Effect: 'Allow', Action: 's3:PutObject', Resource: payloadArns },
      inBucket,
      { Effect: 'Allow', Action: 'ssm:GetParametersByPath', Resource: expect.anything() as unknown },
    ]);
    for (const id of both) {
      expect(statementsOfQueue(synthesized, id).map(({ Effect }) => Effect)).toEqual(['Deny']);
    }
    expect(statementsOfBucket(synthesized, ids.bucket).map(({ Effect }) => Effect)).toEqual(['Deny']);
  });

  test('another account may send to both queues and store payloads by the policies of the queues, bucket and key', () => {
    const { pipeline, template } = pipelineInStack();
    pipeline.grantSend(new AccountPrincipal('222222222222'));
    const synthesized = template();
    const Principal = { AWS: { 'Fn::Join': ['', ['arn:', ref('AWS::Partition'), ':iam::222222222222:root']] } };
    for (const id of both) {
      expect(statementsOfQueue(synthesized, id)).toContainEqual({
        Effect: 'Allow',
        Action: send,
        Principal,
        Resource: arn(id),
      });
    }
    expect(statementsOfBucket(synthesized, ids.bucket)).toContainEqual({
      Effect: 'Allow',
      Action: 's3:PutObject',
      Principal,
      Resource: payloadArns,
    });
    const anyQueue = [
      '',
      ['arn:', ref('AWS::Partition'), ':sqs:', ref('AWS::Region'), ':', ref('AWS::AccountId'), ':*'],
    ];
    expect(statementsOfKey(synthesized, ids.key)).toEqual(
      expect.arrayContaining(
        keyStatements(
          { sqs: endpointOf('sqs'), s3: endpointOf('s3') },
          { queues: [{ 'Fn::Join': anyQueue }] },
          { Principal, Resource: '*' },
        ),
      ),
    );
  });

  test('a role in another account may send to both queues, and no other in that account may', () => {
    const stack = emptyStack('Stack', { env: { account: '111111111111', region: 'eu-west-2' } });
    const { pipeline, template } = pipelineInStack({}, stack);
    const Principal = { AWS: 'arn:aws:iam::222222222222:role/publisher' };
    pipeline.grantSend(Role.fromRoleArn(stack, 'Publisher', Principal.AWS));
    const synthesized = template();
    for (const id of both) {
      const allowed = statementsOfQueue(synthesized, id).filter(({ Effect }) => Effect === 'Allow');
      expect(allowed).toEqual([{ Effect: 'Allow', Action: send, Principal, Resource: arn(id) }]);
    }
    expect(statementsOfBucket(synthesized, ids.bucket)).toContainEqual({
      Effect: 'Allow',
      Action: 's3:PutObject',
      Principal,
      Resource: payloadArns,
    });
    const anyQueue = { 'Fn::Join': ['', ['arn:', ref('AWS::Partition'), ':sqs:eu-west-2:111111111111:*']] };
    expect(statementsOfKey(synthesized, ids.key)).toEqual(
      expect.arrayContaining(
        keyStatements(
          { sqs: 'sqs.eu-west-2.amazonaws.com', s3: 's3.eu-west-2.amazonaws.com' },
          { queues: [anyQueue] },
          { Principal, Resource: '*' },
        ),
      ),
    );
  });

  test('grantSend gives no access to the held queues or the dead-letter queue', () => {
    const { pipeline, template } = pipelineInStack();
    pipeline.grantSend(new AccountPrincipal('222222222222'));
    const synthesized = template();
    for (const id of [...heldQueueIds, ids.deadLetterQueue]) {
      expect(statementsOfQueue(synthesized, id).map(({ Effect }) => Effect)).toEqual(['Deny']);
    }
  });
});

describe('NotifyPipeline: grantSend to a service of AWS', () => {
  const events = new ServicePrincipal('events.amazonaws.com');
  const account = '111111111111';

  test('the service may use the queues, and the key for what is on queues of the account, and nothing of the bucket', () => {
    const stack = emptyStack('Stack', { env: { account, region: 'eu-west-2' } });
    const { pipeline, template } = pipelineInStack({}, stack);
    const ofAccount = { StringEquals: { 'aws:SourceAccount': account } };
    pipeline.grantSend(events.withConditions(ofAccount));
    const synthesized = template();
    const Principal = { Service: 'events.amazonaws.com' };
    for (const id of both) {
      expect(statementsOfQueue(synthesized, id)).toContainEqual({
        Effect: 'Allow',
        Action: send,
        Principal,
        Resource: arn(id),
        Condition: ofAccount,
      });
    }
    const anyQueue = { 'Fn::Join': ['', ['arn:', ref('AWS::Partition'), ':sqs:eu-west-2:111111111111:*']] };
    const ofTheService = statementsOfKey(synthesized, ids.key).filter(
      ({ Principal: who, Condition }) =>
        JSON.stringify(who) === JSON.stringify(Principal) && JSON.stringify(Condition).includes('sqs'),
    );
    expect(ofTheService).toEqual([
      {
        Effect: 'Allow',
        Action: useKey,
        Principal,
        Resource: '*',
        Condition: { ...ofAccount, StringLike: { 'kms:EncryptionContext:aws:sqs:arn': [anyQueue] } },
      },
    ]);
    expect(statementsOfBucket(synthesized, ids.bucket).map(({ Effect }) => Effect)).toEqual(['Deny']);
    expect(warningsOf(stack)).toEqual([]);
  });

  test('a service that may send for any account is warned of, with what to do', () => {
    const { stack, pipeline } = pipelineInStack();
    pipeline.grantSend(events);
    expect(warningsOf(stack)).toEqual([
      expect.stringContaining(
        "grantSend lets events.amazonaws.com send for any AWS account: name the account that it can send for, such as new ServicePrincipal('events.amazonaws.com', { conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } } })",
      ),
    ]);
  });

  test('a whole organisation is warned of, with what to do, and everybody is refused', () => {
    const { stack, pipeline } = pipelineInStack();
    pipeline.grantSend(new OrganizationPrincipal('o-1234567890'));
    expect(warningsOf(stack)).toEqual([
      expect.stringContaining('use the roles that send, or their accounts, as docs/guide/cross-account.md shows'),
    ]);
    expect(() => pipeline.grantSend(new AnyPrincipal())).toThrow(
      'grantSend must not get a principal that means everybody: use the roles that send, or their accounts',
    );
  });
});

describe('NotifyPipeline: addPublisher', () => {
  test('one call lets a function publish and sets the variables that NotifyPublisher reads', () => {
    const { stack, pipeline, template } = pipelineInStack();
    const fn = functionIn(stack);
    expect(pipeline.addPublisher(fn).success).toBe(true);

    const { Ref } = stack.resolve(fn.functionName) as { Ref: string };
    const synthesized = template();
    const { Variables } = resourceOf(synthesized, Ref).Properties['Environment'] as { Variables: object };
    const { publisher } = environment;
    expect(Variables).toEqual({
      [publisher.queueUrl]: ref(ids.queue),
      [publisher.urgentQueueUrl]: ref(ids.urgentQueue),
      [publisher.bucketName]: ref(ids.bucket),
      [publisher.tableName]: ref(ids.table),
      [publisher.scheduledTableName]: ref(ids.scheduledTable),
      [publisher.pipelineId]: stack.resolve(pipeline.pipelineId) as unknown,
    });
    const known = Object.fromEntries(Object.keys(Variables).map((name) => [name, 'known when it is deployed']));
    expect(() => NotifyPublisher.fromEnv({ ...known })).not.toThrow();

    const { Ref: roleId } = stack.resolve(fn.role?.roleName) as { Ref: string };
    const statements = statementsOfRole(synthesized, roleId);
    for (const id of both) expect(actionsOn(arn(id), statements)).toEqual([...send].sort());
    for (const payload of payloadArns) expect(actionsOn(payload, statements)).toEqual(['s3:PutObject']);
    expect(actionsOn(arn(ids.key), statements)).toEqual(useKey);
    expect(JSON.stringify(statements.map(({ Resource }) => Resource))).not.toContain('*');
  });
});

describe('NotifyPipeline: addPublisher for one of several services', () => {
  test('a function that may publish nothing urgent does not get the urgent queue, and IAM lets it send to the other alone', () => {
    const { stack, pipeline, template } = pipelineInStack();
    const fn = functionIn(stack);
    pipeline.addPublisher(fn, { sender: 'licences', urgent: false });

    const { Ref } = stack.resolve(fn.functionName) as { Ref: string };
    const { Variables } = resourceOf(template(), Ref).Properties['Environment'] as { Variables: object };
    expect(Object.keys(Variables).sort()).toEqual([
      'NOTIFY_PUBLISHER_BUCKET_NAME',
      'NOTIFY_PUBLISHER_PIPELINE_ID',
      'NOTIFY_PUBLISHER_QUEUE_URL',
      'NOTIFY_PUBLISHER_SCHEDULED_TABLE_NAME',
      'NOTIFY_PUBLISHER_SENDER',
      'NOTIFY_PUBLISHER_TABLE_NAME',
    ]);
    expect(Variables).toMatchObject({ NOTIFY_PUBLISHER_SENDER: 'licences' });
    const { Ref: roleId } = stack.resolve(fn.role?.roleName) as { Ref: string };
    const statements = statementsOfRole(template(), roleId);
    expect(actionsOn(arn(ids.queue), statements)).toEqual([...send].sort());
    expect(JSON.stringify(statements)).not.toContain(ids.urgentQueue);
  });

  test('a sender that is no name is refused, with what to do', () => {
    const { stack, pipeline } = pipelineInStack();
    expect(() => pipeline.addPublisher(functionIn(stack), { sender: 'a team' })).toThrow(
      "sender must be 1 to 40 letters, digits, full stops, underscores and hyphens, got 'a team': leave it out or choose another",
    );
  });
});

describe('NotifyPipeline: addPublisher twice on one function', () => {
  test('a second pipeline is refused because its queues would replace the first’s, with what to do', () => {
    const { stack, pipeline } = pipelineInStack();
    const fn = functionIn(stack);
    NotifyPipeline.fromAttributes(stack, 'Imported', attributes).addPublisher(fn);
    expect(() => pipeline.addPublisher(fn)).toThrow(
      'the function Stack/Application already publishes to another pipeline, which this would replace: use one function for each pipeline',
    );
    expect(() => pipeline.addPublisher(functionIn(stack, 'Another'))).not.toThrow();
  });

  test('adding the same pipeline twice changes nothing', () => {
    const { stack, pipeline } = pipelineInStack();
    const fn = functionIn(stack);
    pipeline.addPublisher(fn);
    const once = Template.fromStack(stack).toJSON();
    pipeline.addPublisher(fn);
    expect(Template.fromStack(stack).toJSON()).toEqual(once);
  });
});

describe('NotifyPipeline: addPublisher in another region', () => {
  const publish = (from: StackProps, to: StackProps): Grant => {
    const app = new App();
    const { pipeline } = pipelineInStack({}, new Stack(app, 'Platform', to));
    return pipeline.addPublisher(functionIn(new Stack(app, 'Licences', from)));
  };
  const env = { account: '111111111111', region: 'eu-west-2' };

  test('a function in another region is refused because it cannot reach the queues, with what to do', () => {
    expect(() => publish({ env: { ...env, region: 'eu-west-1' } }, { env })).toThrow(
      "the function Licences/Application cannot publish, because it is in region eu-west-1 and not eu-west-2, and cannot reach queues elsewhere: put the function in the pipeline's region, or a pipeline in the function's region",
    );
  });

  test.each<[string, StackProps, StackProps]>([
    ['in the same region of another account', { env: { ...env, account: '222222222222' } }, { env }],
    ['where only the deployment knows its region', {}, { env }],
    ['where only the deployment knows the region of the pipeline', { env }, {}],
  ])('a function may publish %s', (_where, from, to) => {
    expect(publish(from, to).success).toBe(true);
  });
});

describe('NotifyPipeline: grantSend on an imported pipeline', () => {
  test.each([
    ['the same account', '111111111111'],
    ['another account', '222222222222'],
  ])('a role in %s gets all the permissions it needs in its own policy', (whose, account) => {
    const stack = emptyStack('Publisher', { env: { account, region: 'eu-west-2' } });
    const { role, roleId } = roleIn(stack);
    const notify = NotifyPipeline.fromAttributes(stack, 'Notify', attributes);
    expect(notify.grantSend(role).success).toBe(true);
    const template = Template.fromStack(stack);
    const payload = '????????-????-????-????-????????????';
    const [onQueues, inBucket] = keyStatements(
      { sqs: 'sqs.eu-west-2.amazonaws.com', s3: expect.anything() as unknown },
      {
        queues: [attributes.queueArn, attributes.urgentQueueArn],
        objects: [attributes.bucketArn, `${attributes.bucketArn}/*`],
      },
      { Resource: attributes.encryptionKeyArn },
    );
    expect(statementsOfRole(template, roleId)).toEqual([
      { Effect: 'Allow', Action: send, Resource: attributes.queueArn },
      { Effect: 'Allow', Action: send, Resource: attributes.urgentQueueArn },
      onQueues,
      {
        Effect: 'Allow',
        Action: 's3:PutObject',
        Resource: [`${attributes.bucketArn}/payloads/${payload}`, `${attributes.bucketArn}/${payload}`],
      },
      inBucket,
      ...(whose === 'the same account'
        ? [{ Effect: 'Allow', Action: 'ssm:GetParametersByPath', Resource: expect.anything() as unknown }]
        : []),
    ]);
    expect(Object.keys(template.toJSON()['Resources'] as object)).toHaveLength(2);
  });

  test('an imported pipeline knows the URLs of its queues and the name of its bucket', () => {
    const stack = emptyStack('Publisher', { env: { account: '222222222222', region: 'eu-west-2' } });
    const notify = NotifyPipeline.fromAttributes(stack, 'Notify', attributes);
    const url = (name: string) => ({
      'Fn::Join': ['', ['https://sqs.eu-west-2.', ref('AWS::URLSuffix'), `/111111111111/${name}`]],
    });
    expect(stack.resolve(notify.queue.queueUrl)).toEqual(url('notify-queue'));
    expect(stack.resolve(notify.urgentQueue.queueUrl)).toEqual(url('notify-urgent-queue'));
    expect(notify.bucket.bucketName).toBe('notify-payloads');
  });

  test.each(['queueArn', 'urgentQueueArn', 'bucketArn', 'encryptionKeyArn'])(
    'grantSend on an imported pipeline needs %s',
    (name) => {
      const stack = emptyStack();
      const notify = NotifyPipeline.fromAttributes(stack, 'Notify', { ...attributes, [name]: undefined });
      expect(() => notify.grantSend(roleIn(stack).role)).toThrow(
        `${name} is not known: pass it to NotifyPipeline.fromAttributes`,
      );
    },
  );
});
