import type { Template } from 'aws-cdk-lib/assertions';
import type { Construct } from 'constructs';
import type { INotifyPipeline } from '../../lib';
import { loadSnippet } from '../docs/load-snippet';
import { endpointOf, ids, pipelineInStack, resourcesOf, warningsOf } from './stacks';
import { statementsOfKey, statementsOfQueue, statementsOfRole, type Statement } from './statements';

type Shown = new (scope: Construct, id: string, notify: INotifyPipeline) => Construct;

function withShown(page: string, file: string, name: string): { template: Template; warnings: readonly unknown[] } {
  const { stack, pipeline, template } = pipelineInStack();
  const Made = loadSnippet<Record<string, Shown>>(`docs/guide/${page}.md`, file)[name] as Shown;
  const { node } = new Made(stack, 'Made', pipeline);
  expect(node.children).not.toEqual([]);
  return { template: template(), warnings: warningsOf(stack) };
}

const forEventBridge = ({ Principal }: Statement): boolean =>
  JSON.stringify(Principal).includes('events.amazonaws.com');
const own = { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } };

describe('the rule of the guide to EventBridge', () => {
  const { template, warnings } = withShown('publish-from-eventbridge', 'tell-of-orders.ts', 'TellOfOrders');

  test('may put messages on the queue for rules of this account alone', () => {
    const statements = statementsOfQueue(template, ids.queue).filter(forEventBridge);
    expect(statements.map(({ Action, Condition }) => [Action, Condition])).toEqual([
      [['sqs:SendMessage', 'sqs:GetQueueUrl', 'sqs:GetQueueAttributes'], { StringEquals: own }],
    ]);
  });

  test('may use the key for rules and queues of this account alone, and only to send', () => {
    // Another statement is for the events on the pipeline's own bus.
    const statements = statementsOfKey(template, ids.key).filter(
      (each) => forEventBridge(each) && JSON.stringify(each).includes('aws:sqs:arn'),
    );
    expect(statements.map(({ Action }) => Action)).toEqual([['kms:Decrypt', 'kms:GenerateDataKey']]);
    for (const { Condition } of statements) {
      expect(Condition).toMatchObject({
        StringEquals: own,
        StringLike: { 'kms:EncryptionContext:aws:sqs:arn': expect.anything() as unknown },
      });
    }
  });

  test('gives synth nothing to warn of', () => {
    expect(warnings).toEqual([]);
  });
});

describe('the machine of the guide to Step Functions', () => {
  const { template, warnings } = withShown('publish-from-step-functions', 'grant-licence.ts', 'GrantLicence');
  const roles = Object.keys(resourcesOf(template, 'AWS::IAM::Role'));
  const role = roles.find((id) => id.startsWith('MadeMachine')) ?? '';

  test('may use the key through SQS and S3 alone', () => {
    const statements = statementsOfRole(template, role).filter(({ Action }) => JSON.stringify(Action).includes('kms:'));
    expect(statements.map(({ Condition }) => Condition)).toEqual([
      expect.objectContaining({ StringEquals: { 'kms:ViaService': endpointOf('sqs') } }),
      expect.objectContaining({ StringEquals: { 'kms:ViaService': endpointOf('s3') } }),
    ]);
  });

  test('gives synth nothing to warn of', () => {
    expect(warnings).toEqual([]);
  });
});
