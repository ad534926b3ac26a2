import type { Template } from 'aws-cdk-lib/assertions';
import { resourceOf, resourcesOf, type Resource } from './stacks';

/** One statement of a policy, as synthesized. */
export interface Statement {
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Principal?: unknown;
  readonly Condition?: unknown;
}

const statementsIn = (resource: Resource, property: string): readonly Statement[] =>
  (resource.Properties[property] as { Statement: Statement[] }).Statement;

/** What the policies of a role say. */
export function statementsOfRole(template: Template, roleId: string): readonly Statement[] {
  return policiesOf(template, 'AWS::IAM::Policy', 'Roles', roleId);
}

/** What the policy of a queue says. */
export function statementsOfQueue(template: Template, queueId: string): readonly Statement[] {
  return policiesOf(template, 'AWS::SQS::QueuePolicy', 'Queues', queueId);
}

/** What the policy of a bucket says. */
export function statementsOfBucket(template: Template, bucketId: string): readonly Statement[] {
  return Object.values(resourcesOf(template, 'AWS::S3::BucketPolicy'))
    .filter(({ Properties }) => (Properties['Bucket'] as { Ref: string }).Ref === bucketId)
    .flatMap((policy) => statementsIn(policy, 'PolicyDocument'));
}

/** What the policy of a key says. */
export function statementsOfKey(template: Template, keyId: string): readonly Statement[] {
  return statementsIn(resourceOf(template, keyId), 'KeyPolicy');
}

function policiesOf(template: Template, type: string, of: string, id: string): readonly Statement[] {
  return Object.values(resourcesOf(template, type))
    .filter(({ Properties }) => (Properties[of] as { Ref: string }[]).some(({ Ref }) => Ref === id))
    .flatMap((policy) => statementsIn(policy, 'PolicyDocument'));
}

/** Every pair of an action and a resource that the statements allow. */
export function allowedBy(statements: readonly Statement[]): readonly { action: string; resource: unknown }[] {
  return statements
    .filter(({ Effect }) => Effect === 'Allow')
    .flatMap(({ Action, Resource: on }) =>
      listed(Action).flatMap((action) => listed(on).map((resource) => ({ action, resource }))),
    );
}

const listed = <T>(value: T | T[]): T[] => (Array.isArray(value) ? value : [value]);

/** The actions that the statements allow on one resource. */
export function actionsOn(resource: unknown, statements: readonly Statement[]): string[] {
  const actions = allowedBy(statements)
    .filter((each) => JSON.stringify(each.resource) === JSON.stringify(resource))
    .map(({ action }) => action);
  return [...new Set(actions)].toSorted((a, b) => (a < b ? -1 : 1));
}
