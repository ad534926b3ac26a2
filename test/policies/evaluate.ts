import { runSimulation } from '@cloud-copilot/iam-simulate';
import type { Call } from './calls';
import type { Deployment } from './deployment';
import { account as home, arnOf } from './physical-names';

export interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: object;
}

interface Policy {
  readonly Statement: readonly Statement[];
}

interface Terms {
  readonly secure?: boolean;
  /** Whose policies the role has. @default these */
  readonly from?: Policies;
  /** What the role may do beside that. */
  readonly andMayDo?: Call;
}

const allowing = ({ action, resource }: Call): Policy => ({
  Statement: [{ Effect: 'Allow', Action: action, Resource: resource }],
});

const listed = <T>(value: T | readonly T[] | undefined): readonly T[] =>
  value === undefined ? [] : ([value].flat() as T[]);

/** The simulator compares no key of a condition that has a part of its own after a colon, but one after a slash it does. */
const knownKeys = <T>(policy: T): T =>
  policy === undefined
    ? policy
    : (JSON.parse(JSON.stringify(policy).replaceAll('kms:EncryptionContext:', 'aws:ResourceTag/')) as T);

/** What the policies of a deployment say of who may do what. */
export class Policies {
  readonly #deployment: Deployment;
  readonly #account: string;

  constructor(deployment: Deployment, account = home) {
    this.#deployment = deployment;
    this.#account = account;
  }

  /** Those of a role. */
  of(role: string): readonly Statement[] {
    return this.#ofRole(role).flatMap((policy) => policy.Statement);
  }

  /** Every pair of an action and a resource that a role may, by the resources that the policies name. */
  allowed(role: string): readonly Call[] {
    return this.of(role)
      .filter(({ Effect }) => Effect === 'Allow')
      .flatMap(({ Action, Resource }) =>
        listed(Action).flatMap((action) => listed(Resource).map((resource) => ({ action, resource }))),
      );
  }

  /**
   * What IAM says to a call that a role makes: `Allowed`, or why not. The role may be of another deployment, whose policies
   * those are then that it has.
   */
  async evaluate(
    role: string,
    { action, resource, items, source }: Call,
    { secure = true, from, andMayDo }: Terms = {},
  ): Promise<string> {
    const principal = `arn:aws:iam::${(from ?? this).#account}:role/${role}`;
    const result = await runSimulation(
      {
        request: {
          principal,
          action,
          resource: { resource, accountId: this.#account },
          contextVariables: {
            'aws:SecureTransport': String(secure),
            'aws:PrincipalArn': principal,
            ...(items && { 'dynamodb:LeadingKeys': [...items] }),
            ...(source !== undefined && { 'events:source': [source] }),
          },
        },
        identityPolicies: [...(from ?? this).#ofRole(role), ...(andMayDo ? [allowing(andMayDo)] : [])].map(
          (policy, place) => ({ name: `policy ${place}`, policy }),
        ),
        resourcePolicy: this.#ofResource(resource),
        serviceControlPolicies: [],
        resourceControlPolicies: [],
      },
      {},
    );
    return result.resultType === 'error' ? JSON.stringify(result.errors) : result.overallResult;
  }

  /** What the policy of a resource says to a call that a service of AWS makes, with what it says of whom it makes it for. */
  async evaluateService(service: string, { action, resource }: Call, context: Record<string, string>): Promise<string> {
    const result = await runSimulation(
      {
        request: {
          principal: service,
          action,
          resource: { resource, accountId: this.#account },
          contextVariables: knownKeys({
            'aws:SecureTransport': 'true',
            'aws:PrincipalIsAWSService': 'true',
            ...context,
          }),
        },
        identityPolicies: [],
        resourcePolicy: knownKeys(this.#ofResource(resource)),
        serviceControlPolicies: [],
        resourceControlPolicies: [],
      },
      {},
    );
    return result.resultType === 'error' ? JSON.stringify(result.errors) : result.overallResult;
  }

  #ofRole(role: string): readonly Policy[] {
    return this.#deployment
      .all('AWS::IAM::Policy')
      .filter(({ properties }) => (properties['Roles'] as string[]).includes(role))
      .map(({ properties }) => properties['PolicyDocument'] as Policy);
  }

  #ofResource(resource: string): Policy | undefined {
    const [, , service = '', , , of = ''] = resource.split(':');
    switch (service) {
      case 'dynamodb':
        return this.#ofTable(of);
      case 'events':
        return this.#ofBus(of);
      case 'kms':
        return this.#named('AWS::KMS::Key', 'KeyPolicy', ({ id }) => arnOf('kms', `key/${id}`) === resource);
      case 'sqs':
        return this.#named('AWS::SQS::QueuePolicy', 'PolicyDocument', ({ properties }) =>
          (properties['Queues'] as string[]).some((url) => url.endsWith(`/${of}`)),
        );
      case 's3':
        return this.#named('AWS::S3::BucketPolicy', 'PolicyDocument', ({ properties }) =>
          `${of}/`.startsWith(`${String(properties['Bucket'])}/`),
        );
      default:
        return undefined;
    }
  }

  #ofBus(resource: string): Policy | undefined {
    const statements = this.#deployment
      .all('AWS::Events::EventBusPolicy')
      .filter(({ properties }) => resource === `event-bus/${String(properties['EventBusName'])}`)
      .map(({ properties }) => properties['Statement'] as Statement);
    return statements.length > 0 ? { Statement: statements } : undefined;
  }

  #ofTable(resource: string): Policy | undefined {
    const table = this.#deployment
      .all('AWS::DynamoDB::GlobalTable')
      .find(({ id }) => resource.startsWith(`table/${id}`));
    const replicas = table?.properties['Replicas'] as {
      readonly ResourcePolicy: { readonly PolicyDocument: Policy };
    }[];
    return replicas[0]?.ResourcePolicy.PolicyDocument;
  }

  #named(type: string, property: string, is: (deployed: ReturnType<Deployment['all']>[number]) => boolean) {
    return this.#deployment.all(type).find(is)?.properties[property] as Policy | undefined;
  }
}
