import { Token } from 'aws-cdk-lib';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { InvalidSettingsError } from '../validation/invalid-settings-error';

/** How the ARN of a secret ends if it is complete: with six characters that Secrets Manager has made up. */
const endOfComplete = /-[\w/+=.@]{6}$/;

/**
 * By what a function asks for a secret: by its ARN, unless that is not complete and looks as if it were, because the name ends
 * like one. Then Secrets Manager finds nothing by it, but does by the name.
 *
 * @throws InvalidSettingsError when such a secret was imported by its ARN, because its name is not known then.
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/troubleshoot.html#ARN_secretnamehyphen
 */
export function secretId(secret: Pick<ISecret, 'secretArn' | 'secretFullArn' | 'secretName'>): string {
  const { secretArn, secretFullArn, secretName } = secret;
  if (secretFullArn) return secretFullArn;
  const looksComplete = endOfComplete.test(secretArn);
  // The CDK takes the end off an ARN that it is given.
  const hasName = secretArn.endsWith(`:${secretName}`);
  if (hasName) return looksComplete || Token.isUnresolved(secretName) ? secretName : secretArn;
  if (!looksComplete) return secretArn;
  throw new InvalidSettingsError(
    `Secrets Manager does not find a secret by '${secretArn}', because it reads that as a complete ARN: import the secret by its name, or by its complete ARN`,
  );
}
