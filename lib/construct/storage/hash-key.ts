import type { RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { acknowledge } from '../validation/acknowledgements';

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
    acknowledge(this, 'hashKeyStays');
  }
}
