import { runSimulation } from '@cloud-copilot/iam-simulate';
import type { Call } from './calls';
import type { Deployment } from './deployment';
import { account as home, arnOf, region } from './physical-names';

export interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: { readonly StringEquals?: Readonly<Record<string, string>> };
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
  /** The organisation of the role's account. */
  readonly organization?: string;
}

const allowing = ({ action, resource }: Call): Policy => ({
  Statement: [{ Effect: 'Allow', Action: action, Resource: resource }],
});

const listed = <T>(value: T | readonly T[] | undefined): readonly T[] =>
  value === undefined ? [] : ([value].flat() as T[]);

/**
 * The simulator compares no key of a condition that has a part of its own after a colon, but one after a slash it does, if
 * no colon is in that.
 */
const knownKeys = <T>(policy: T): T =>
  policy === undefined
    ? policy
    : (JSON.parse(
        JSON.stringify(policy).replaceAll(
          /kms:EncryptionContext:([\w:-]+)/g,
          (_whole, key: string) => `aws:ResourceTag/${key.replaceAll(':', '-')}`,
        ),
      ) as T);

/** What IAM knows of a call beside who makes it. */
const contextOf = ({ items, source, via, encryptionContext = {} }: Call) => ({
  ...(items && { 'dynamodb:LeadingKeys': [...items] }),
  ...(source !== undefined && { 'events:source': [source] }),
  ...(via !== undefined && { 'kms:ViaService': `${via}.${region}.amazonaws.com` }),
  ...Object.fromEntries(
    Object.entries(encryptionContext).map(([key, value]) => [`kms:EncryptionContext:${key}`, value]),
  ),
});

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

  /** Every pair of an action and a resource that a role may, by what the policies name, and through which service a key. */
  allowed(role: string): readonly Call[] {
    return this.of(role)
      .filter(({ Effect }) => Effect === 'Allow')
      .flatMap(({ Action, Resource, Condition }) => {
        const via = Condition?.StringEquals?.['kms:ViaService']?.split('.')[0];
        return listed(Action).flatMap((action) =>
          listed(Resource).map((resource) => ({ action, resource, ...(via !== undefined && { via }) })),
        );
      });
  }

  /**
   * What IAM says to a call that a role makes: `Allowed`, or why not. The role may be of another deployment, whose policies
   * those are then that it has.
   */
  async evaluate(
    role: string,
    call: Call,
    { secure = true, from, andMayDo, organization }: Terms = {},
  ): Promise<string> {
    const { action, resource } = call;
    const principal = `arn:aws:iam::${(from ?? this).#account}:role/${role}`;
    const result = await runSimulation(
      {
        request: {
          principal,
          action,
          resource: { resource, accountId: this.#account },
          contextVariables: knownKeys({
            'aws:SecureTransport': String(secure),
            'aws:PrincipalArn': principal,
            ...(organization !== undefined && { 'aws:PrincipalOrgID': organization }),
            ...contextOf(call),
          }),
        },
        identityPolicies: [...(from ?? this).#ofRole(role), ...(andMayDo ? [allowing(andMayDo)] : [])].map(
          (policy, place) => ({ name: `policy ${place}`, policy: knownKeys(policy) }),
        ),
        resourcePolicy: knownKeys(this.#ofResource(resource)),
        serviceControlPolicies: [],
        resourceControlPolicies: [],
      },
      {},
    );
    return result.resultType === 'error' ? JSON.stringify(result.errors) : result.overallResult;
  }

  /** What the policy of a resource says to a call that a service of AWS makes, with what it says of whom it makes it for. */
  async evaluateService(service: string, call: Call, context: Record<string, string>): Promise<string> {
    const { action, resource } = call;
    const result = await runSimulation(
      {
        request: {
          principal: service,
          action,
          resource: { resource, accountId: this.#account },
          contextVariables: knownKeys({
            'aws:SecureTransport': 'true',
            'aws:PrincipalIsAWSService': 'true',
            ...contextOf(call),
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
