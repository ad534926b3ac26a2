import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { Clock } from '../../../lib/contract/clock';
import { SettingError } from '../../../lib/contract/pipeline-error';

/** A secret's value, read once and kept for a while. */
export interface Secret {
  /** The value, at most five minutes old. */
  value(): Promise<string>;
  /** The value as it is in Secrets Manager now. */
  reread(): Promise<string>;
}

const keptFor = 5 * 60_000;

/**
 * Reads a secret from Secrets Manager, at the version that is current.
 *
 * @param onRead is called with the time since when the value is there, in milliseconds since the epoch, each time that it is read
 * @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html
 */
export function createSecret(
  client: SecretsManagerClient,
  arn: string,
  clock: Pick<Clock, 'now'>,
  onRead: (since: number) => void = () => undefined,
): Secret {
  let kept: { value: Promise<string>; until: number } | undefined;

  const read = async (): Promise<string> => {
    const { SecretString, CreatedDate } = await client.send(new GetSecretValueCommand({ SecretId: arn }));
    if (!SecretString) throw new SettingError(`secret ${arn} is empty; store its value in it as text`);
    if (CreatedDate) onRead(CreatedDate.getTime());
    return SecretString.trim();
  };
  const reread = (): Promise<string> => {
    const value = read();
    kept = { value, until: clock.now() + keptFor };
    value.catch(() => (kept = undefined));
    return value;
  };
  return { reread, value: () => (kept && clock.now() < kept.until ? kept.value : reread()) };
}
