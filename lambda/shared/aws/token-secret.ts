import {
  GetSecretValueCommand,
  ResourceNotFoundException,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { SettingError } from '../../../lib/contract/pipeline-error';

/** What a secret must hold. */
interface Rule {
  readonly what: string;
  /** Characters. */
  readonly shortest: number;
  readonly why: string;
}

const token: Rule = { what: 'a token', shortest: 10, why: 'GOV.UK Notify accepts none under 10' };
const signingSecret: Rule = { what: 'a signing secret', shortest: 32, why: 'one under 32 can be guessed' };

type Client = Pick<SecretsManagerClient, 'send'>;

/**
 * Reads both values of a secret that are valid: its value and the one before. So it is rotated by putting a new value into
 * it, and the old one is good until everybody else has the new one.
 *
 * @throws SettingError when the secret holds none that is long enough
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/whats-in-a-secret.html#term_version
 */
function createReader(client: Client, arn: string, { what, shortest, why }: Rule) {
  const read = async (stage: 'AWSCURRENT' | 'AWSPREVIOUS'): Promise<string> => {
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: arn, VersionStage: stage }));
    return SecretString?.trim() ?? '';
  };
  return async (): Promise<readonly string[]> => {
    const [current, previous] = await Promise.all([read('AWSCURRENT'), read('AWSPREVIOUS').catch(noneYet)]);
    if (current.length < shortest) {
      throw new SettingError(
        `secret ${arn} holds ${what} of ${current.length} characters, but ${why}; store a longer one in it as text`,
      );
    }
    return [current, previous].filter((value) => value.length >= shortest);
  };
}

/** Reads the bearer tokens of Notify's callbacks. */
export const createTokenReader = (client: Client, arn: string) => createReader(client, arn, token);

/** Reads what other pipelines sign callbacks with that they hand on. */
export const createSigningSecretReader = (client: Client, arn: string) => createReader(client, arn, signingSecret);

function noneYet(error: unknown): string {
  if (error instanceof ResourceNotFoundException) return '';
  throw error;
}
