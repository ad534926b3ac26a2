import { App } from 'aws-cdk-lib';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { NotifyPipeline } from '../../lib';
import { configurations } from '../construct/configurations';
import { configure } from '../construct/nag-packs';
import { emptyStack, pipelineInStack, roleIn } from '../construct/stacks';
import { PipelineFunction } from '../../lib/construct/functions/pipeline-function';
import { Deployment } from './deployment';
import { Policies } from './evaluate';
import { account, region } from './physical-names';
import { functions } from './pipeline';

/** The methods of a pipeline, and of what it extends, that let somebody do something. */
function grantMethods(): readonly string[] {
  const names: string[] = [];
  for (let of: object | null = NotifyPipeline.prototype; of; of = Object.getPrototypeOf(of) as object | null) {
    names.push(...Object.getOwnPropertyNames(of));
  }
  return names.filter((name) => /^grant|^addPublisher$/.test(name)).toSorted();
}

/** What a role may that was given one grant and nothing else. */
function allowedBy(name: string) {
  const stack = emptyStack('Stack', { env: { account, region } });
  const props = { pipelineId: 'licences', letterPdfs: true, findByRecipient: true };
  const { pipeline, template } = pipelineInStack(props, stack);
  const { role, roleId } = roleIn(stack);
  const code = Code.fromInline('none');
  const fn = new Function(stack, 'Publisher', { code, handler: 'index.handler', runtime: Runtime.NODEJS_24_X, role });
  const grants = pipeline as unknown as Readonly<Record<string, (to: IRole | Function) => unknown>>;
  grants[name]?.(name === 'addPublisher' ? fn : role);
  const deployment = new Deployment(template().toJSON() as ConstructorParameters<typeof Deployment>[0]);
  return new Policies(deployment).allowed(roleId);
}

const send = ['s3:PutObject', 'sqs:GetQueueAttributes', 'sqs:GetQueueUrl', 'sqs:SendMessage'];
const takeMessages = [
  'sqs:ChangeMessageVisibility',
  'sqs:DeleteMessage',
  'sqs:GetQueueAttributes',
  'sqs:ReceiveMessage',
];
const discover = ['ssm:GetParametersByPath'];

/** All that each lets somebody do beside using the key. On what, `grants.test.ts` and `operators.test.ts` say. */
const actions: Readonly<Record<string, readonly string[]>> = {
  addPublisher: [...send, ...discover],
  grantCancel: ['dynamodb:DeleteItem', 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', ...discover],
  grantDiscover: discover,
  grantErase: [
    'dynamodb:DeleteItem',
    'dynamodb:GetItem',
    'dynamodb:PutItem',
    'dynamodb:Query',
    'dynamodb:Scan',
    'dynamodb:UpdateItem',
    's3:DeleteObject',
    's3:GetObject',
    's3:ListBucket',
    'secretsmanager:GetSecretValue',
    ...takeMessages,
    ...discover,
  ],
  grantHold: ['dynamodb:BatchGetItem', 'dynamodb:DeleteItem', 'dynamodb:PutItem', ...discover],
  grantOperate: [
    'dynamodb:BatchGetItem',
    // Doctor compares the table with what was deployed.
    'dynamodb:DescribeContinuousBackups',
    'dynamodb:DescribeTable',
    'dynamodb:DescribeTimeToLive',
    'dynamodb:GetItem',
    'dynamodb:Query',
    'dynamodb:Scan',
    'lambda:GetEventSourceMapping',
    'lambda:GetFunctionConcurrency',
    'lambda:GetFunctionConfiguration',
    'scheduler:GetSchedule',
    'secretsmanager:GetSecretValue',
    'sqs:GetQueueAttributes',
    ...discover,
  ],
  grantReadLetterPdfs: ['s3:GetObject'],
  grantRedrive: [...takeMessages, 'sqs:SendMessage', ...discover],
  grantSend: [...send, ...discover],
};
describe('every function', () => {
  test('that a pipeline has in any configuration is among those whose policies are compared with what they do', () => {
    const named = Object.values(configurations)
      .flatMap((use) => configure(use, new App()).node.findAll())
      .filter((each) => each instanceof PipelineFunction)
      .map(({ node }) => kebab(node.id));
    expect(new Set(functions.map(({ name }) => name))).toEqual(new Set(named));
    expect(functions).toHaveLength(11);
  });
});

describe('every grant', () => {
  test('is in the list of what each lets somebody do', () => {
    expect(grantMethods()).toEqual(Object.keys(actions));
  });

  describe.each(grantMethods())('%s', (name) => {
    const allowed = allowedBy(name);
    const ofKey = allowed.filter(({ action }) => action.startsWith('kms:'));
    const others = allowed.filter(({ action }) => !action.startsWith('kms:'));

    test('lets somebody do what is listed, on resources that it names', () => {
      expect([...new Set(others.map(({ action }) => action))].toSorted()).toEqual(
        [...(actions[name] ?? [])].toSorted(),
      );
      expect(allowed.filter(({ resource }) => resource === '*')).toEqual([]);
    });

    test('lets somebody use the key through each service that it is for, and in no other way', () => {
      const services = others
        // SQS decrypts nothing to count.
        .filter(({ action }) => action !== 'sqs:GetQueueAttributes')
        .map(({ action }) => action.split(':')[0] ?? '')
        .filter((service) => ['dynamodb', 's3', 'secretsmanager', 'sqs'].includes(service));
      expect(new Set(ofKey.map(({ via }) => via))).toEqual(new Set(services));
    });
  });
});

const kebab = (id: string): string => id.replace(/[A-Z]/g, (letter, at) => (at > 0 ? '-' : '') + letter.toLowerCase());
