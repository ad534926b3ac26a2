import { SecretValue, Stack } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import type { RecipientGuardSettings } from '../../contract/recipient-guard';
import { acknowledge } from '../validation/acknowledgements';
import type { RecipientGuard } from './recipient-guard';

export interface GuardSecretProps {
  readonly encryptionKey: IKey;
  readonly guard: RecipientGuard;
}

/**
 * Whom a guard allows, where the send functions read it. A function's environment has room for some forty addresses, and
 * shows them to everybody who may look at its configuration.
 */
export class GuardSecret extends Secret {
  constructor(scope: Construct, id: string, { encryptionKey, guard }: GuardSecretProps) {
    const { emails = [], domains = [], phoneNumbers = [] } = guard.allowed;
    const redirectTo = guard.redirectTo && { ...guard.redirectTo };
    const settings: RecipientGuardSettings = { emails, domains, phoneNumbers, ...(redirectTo && { redirectTo }) };
    super(scope, id, {
      description: 'Says who a GOV.UK Notify pipeline can send to. To change it, deploy the stack.',
      secretStringValue: SecretValue.unsafePlainText(Stack.of(scope).toJsonString(settings)),
      encryptionKey,
    });
    acknowledge(this, 'guardByDeployment');
  }
}
