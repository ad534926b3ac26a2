import { App, Stack, type StackProps } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AccountPrincipal, Role, type Grant } from 'aws-cdk-lib/aws-iam';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { NotifyPipeline } from '../../lib';
import { environment } from '../../lib/contract/environment';
import { NotifyPublisher } from '../../lib/publisher';
import { arn, emptyStack, heldQueueIds, ids, payloadArns, pipelineInStack, ref, resourceOf, roleIn } from './stacks';
import { actionsOn, statementsOfBucket, statementsOfKey, statementsOfQueue, statementsOfRole } from './statements';

const send = ['sqs:SendMessage', 'sqs:GetQueueUrl', 'sqs:GetQueueAttributes'];
const useKey = ['kms:Decrypt', 'kms:GenerateDataKey'];
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
    expect(grant.success).toBe(true);
    expect(statementsOfRole(synthesized, roleId)).toEqual([
      ...both.map((id) => ({ Effect: 'Allow', Action: send, Resource: arn(id) })),
      { Effect: 'Allow', Action: 's3:PutObject', Resource: payloadArns },
      { Effect: 'Allow', Action: useKey, Resource: arn(ids.key) },
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
    expect(statementsOfKey(synthesized, ids.key)).toContainEqual({
      Effect: 'Allow',
      Action: useKey,
      Principal,
      Resource: '*',
    });
  });

  test('a role in another account may send to both queues, and nobody else in that account may', () => {
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
    expect(statementsOfKey(synthesized, ids.key)).toContainEqual({
      Effect: 'Allow',
      Action: useKey,
      Principal,
      Resource: '*',
    });
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
      [publisher.pipelineId]: stack.resolve(pipeline.pipelineId) as unknown,
    });
    const known = Object.fromEntries(Object.keys(Variables).map((name) => [name, 'known when it is deployed']));
    expect(() => NotifyPublisher.fromEnv({ ...known })).not.toThrow();

    const { Ref: roleId } = stack.resolve(fn.role?.roleName) as { Ref: string };
    const statements = statementsOfRole(synthesized, roleId);
    for (const id of both) expect(actionsOn(arn(id), statements)).toEqual([...send].sort());
    for (const payload of payloadArns) expect(actionsOn(payload, statements)).toEqual(['s3:PutObject']);
    expect(actionsOn(arn(ids.key), statements)).toEqual(useKey);
    expect(JSON.stringify(statements)).not.toContain('*');
  });
});

describe('NotifyPipeline: addPublisher twice on one function', () => {
  test('a second pipeline is refused because its queues would replace the first’s, with what to do', () => {
    const { stack, pipeline } = pipelineInStack();
    const fn = functionIn(stack);
    NotifyPipeline.fromAttributes(stack, 'Imported', attributes).addPublisher(fn);
    expect(() => pipeline.addPublisher(fn)).toThrow(
      'the function Stack/Application publishes to another pipeline already, and would no longer: use a function for each',
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
      'the function Licences/Application cannot publish, for it is of region eu-west-1 and not eu-west-2, and reaches no queues in another: put it where the pipeline is, or a pipeline where it is',
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
    expect(statementsOfRole(template, roleId)).toEqual([
      { Effect: 'Allow', Action: send, Resource: attributes.queueArn },
      { Effect: 'Allow', Action: send, Resource: attributes.urgentQueueArn },
      {
        Effect: 'Allow',
        Action: 's3:PutObject',
        Resource: [`${attributes.bucketArn}/payloads/${payload}`, `${attributes.bucketArn}/${payload}`],
      },
      { Effect: 'Allow', Action: useKey, Resource: attributes.encryptionKeyArn },
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
        `${name} is not known: give it to NotifyPipeline.fromAttributes`,
      );
    },
  );
});
