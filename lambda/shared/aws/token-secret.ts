import {
  GetSecretValueCommand,
  ResourceNotFoundException,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { SettingError } from '../../../lib/contract/pipeline-error';

/** Notify takes no shorter one. */
const shortest = 10;

/**
 * Reads both tokens that are valid from a secret: its value and the one before. So a token is rotated by putting a new
 * one into the secret, and the old one is good until Notify has been told.
 *
 * @throws SettingError when the secret holds no token that Notify would take
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/whats-in-a-secret.html#term_version
 */
export function createTokenReader(client: Pick<SecretsManagerClient, 'send'>, arn: string) {
  const read = async (stage: 'AWSCURRENT' | 'AWSPREVIOUS'): Promise<string> => {
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: arn, VersionStage: stage }));
    return SecretString?.trim() ?? '';
  };
  return async (): Promise<readonly string[]> => {
    const [current, previous] = await Promise.all([read('AWSCURRENT'), read('AWSPREVIOUS').catch(noneYet)]);
    if (current.length < shortest) {
      throw new SettingError(
        `secret ${arn} holds a token of ${current.length} characters, and GOV.UK Notify takes none under ${shortest}; put a longer one into it as text`,
      );
    }
    return [current, previous].filter((token) => token.length >= shortest);
  };
}

function noneYet(error: unknown): string {
  if (error instanceof ResourceNotFoundException) return '';
  throw error;
}
