import type { RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Secret, type ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { acknowledge } from '../validation/acknowledgements';

export interface CallbackTokenProps {
  readonly encryptionKey: IKey;
  readonly removalPolicy: RemovalPolicy;
}

/** A token for Notify's callbacks, made up by Secrets Manager. */
export function createCallbackToken(scope: Construct, id: string, props: CallbackTokenProps): ISecret {
  const secret = new Secret(scope, id, {
    ...props,
    description: 'The bearer token of GOV.UK Notify callbacks to a pipeline.',
    generateSecretString: { passwordLength: 48, excludePunctuation: true },
  });
  acknowledge(secret, 'tokenByHand');
  // It is an ISecret, but the CDK's declarations do not agree on that under exactOptionalPropertyTypes.
  return secret as ISecret;
}
