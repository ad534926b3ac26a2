import { Validations, type RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';

export interface HashKeyProps {
  readonly encryptionKey: IKey;
  readonly removalPolicy: RemovalPolicy;
}

/** The key with which recipients and messages are hashed in the records. Nobody but the pipeline ever needs it. */
export class HashKey extends Secret {
  constructor(scope: Construct, id: string, { encryptionKey, removalPolicy }: HashKeyProps) {
    super(scope, id, {
      description: 'Hashes recipients and messages in the records of a GOV.UK Notify pipeline.',
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
      encryptionKey,
      removalPolicy,
    });
    Validations.of(this).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason: 'Under a new key no recipient would be found in older records, and no repeat of an older message known.',
    });
  }
}
