import { Annotations, Stack } from 'aws-cdk-lib';
import type { IPrincipal } from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';
import { isService } from '../storage/key-user';
import { InvalidSettingsError } from './invalid-settings-error';

/** The condition keys that say on whose behalf a service of AWS acts. */
const sources = new Set(['aws:sourceaccount', 'aws:sourcearn', 'aws:sourceorgid', 'aws:sourceorgpaths']);

/**
 * Makes sure that it is known who may send. Warns of whole organisations, and of services of AWS that anybody in the world
 * could have send for them.
 *
 * @throws InvalidSettingsError when it is everybody
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 */
export function checkSender({ policyFragment }: IPrincipal, pipeline: IConstruct): void {
  const { principalJson, conditions } = policyFragment;
  const keys = Object.values(conditions as Record<string, object>).flatMap((terms) =>
    Object.keys(terms).map((key) => key.toLowerCase()),
  );
  if (isService(policyFragment)) {
    if (keys.some((key) => sources.has(key))) return;
    const service = String(Stack.of(pipeline).resolve(principalJson['Service']?.[0]));
    Annotations.of(pipeline).addWarningV2(
      'cdk-govuk-notify:anySourceAccount',
      `grantSend lets ${service} send for any AWS account: name the account that it can send for, such as new ServicePrincipal('${service}', { conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } } })`,
    );
    return;
  }
  if (!Object.values(principalJson).flat().includes('*')) return;
  if (keys.length === 0) {
    throw new InvalidSettingsError(
      'grantSend must not get a principal that means everybody: use the roles that send, or their accounts',
      pipeline,
    );
  }
  Annotations.of(pipeline).addWarningV2(
    'cdk-govuk-notify:anybodyWithConditions',
    `grantSend lets everybody send who matches ${keys.join(' and ')}, such as all accounts of an organisation: use the roles that send, or their accounts, as docs/guide/cross-account.md shows`,
  );
}
