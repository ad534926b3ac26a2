import {
  PrincipalPolicyFragment,
  type AddToPrincipalPolicyResult,
  type Grant,
  type IGrantable,
  type IPrincipal,
  type PolicyStatement,
} from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { KeyUse } from './key-use';

type Conditions = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Lets somebody use a key for one thing. It is `key.grant`, which knows of aliases and accounts, but not of conditions. */
export const grantKey = (key: IKey, grantee: IGrantable, use: KeyUse): Grant =>
  key.grant(new KeyUser(grantee.grantPrincipal, use), ...use.actions);

/** A principal whose every right says what it is for. */
class KeyUser implements IPrincipal {
  readonly grantPrincipal = this;
  readonly #principal: IPrincipal;
  readonly #use: KeyUse;

  constructor(principal: IPrincipal, use: KeyUse) {
    this.#principal = principal;
    this.#use = use;
  }

  get assumeRoleAction(): string {
    return this.#principal.assumeRoleAction;
  }

  get principalAccount(): string | undefined {
    return this.#principal.principalAccount;
  }

  addToPrincipalPolicy(statement: PolicyStatement): AddToPrincipalPolicyResult {
    const { context } = this.#use;
    statement.addConditions({ ...viaService(this.#use), ...inPlaces(context, context?.places) });
    return this.#principal.addToPrincipalPolicy(statement);
  }

  /** What stands in the policy of the key. */
  get policyFragment(): PrincipalPolicyFragment {
    const { policyFragment } = this.#principal;
    const { context } = this.#use;
    const places = inPlaces(context, context?.placesInKeyPolicy);
    const via = isService(policyFragment) ? {} : viaService(this.#use);
    const conditions = merge(policyFragment.conditions as Conditions, via, places);
    return new PrincipalPolicyFragment(policyFragment.principalJson, conditions);
  }
}

const viaService = ({ service, region }: KeyUse): Conditions => ({
  StringEquals: { 'kms:ViaService': `${service}.${region}.amazonaws.com` },
});

const inPlaces = (context: KeyUse['context'], places: readonly string[] | undefined): Conditions =>
  context && places
    ? {
        [context.optional ? 'StringLikeIfExists' : 'StringLike']: {
          [`kms:EncryptionContext:${context.key}`]: [...places],
        },
      }
    : {};

/** A service that asks the key in its own name asks it through no other. */
export const isService = ({ principalJson }: PrincipalPolicyFragment): boolean =>
  Object.keys(principalJson).every((kind) => kind === 'Service');

/** All of the conditions together. */
function merge(...all: readonly Conditions[]): Record<string, unknown> {
  const operators = new Set(all.flatMap((conditions) => Object.keys(conditions)));
  return Object.fromEntries(
    [...operators].map((operator) => [operator, Object.assign({}, ...all.map((conditions) => conditions[operator]))]),
  );
}
