import { NotifyClient } from '../../lib/notify';
import { cannotAtAws } from './cannot-at-aws';

/** The options of every command that asks Notify about the service. */
export const serviceOptions = {
  'key-from-env': { type: 'string' },
  'secret-id': { type: 'string' },
  'base-url': { type: 'string' },
} as const;

export const serviceUsage = `      --key-from-env NAME   the environment variable with the API key; default NOTIFY_API_KEY
      --secret-id ID        the name or ARN of an AWS Secrets Manager secret with the API key, instead of --key-from-env
      --base-url URL        Notify's address; default NOTIFY_BASE_URL, or GOV.UK Notify`;

interface ServiceValues {
  readonly 'key-from-env'?: string | undefined;
  readonly 'secret-id'?: string | undefined;
  readonly 'base-url'?: string | undefined;
}

/**
 * A client for the service whose key the options name.
 * @throws Error when there is no key to be found
 */
export async function connect(values: ServiceValues): Promise<NotifyClient> {
  return new NotifyClient({ apiKey: await readKey(values), baseUrl: baseUrlOf(values) });
}

/** Where Notify is. */
export const baseUrlOf = (values: ServiceValues): string =>
  (values['base-url'] ?? process.env['NOTIFY_BASE_URL']) || 'https://api.notifications.service.gov.uk';

/** Whether the environment holds a key, where that is where it should be. */
export const hasKey = (values: ServiceValues): boolean =>
  values['secret-id'] !== undefined || Boolean(process.env[variableOf(values)]);

const variableOf = (values: ServiceValues): string => values['key-from-env'] ?? 'NOTIFY_API_KEY';

async function readKey(values: ServiceValues): Promise<string> {
  const secretId = values['secret-id'];
  if (secretId === undefined) {
    // If somebody gives the key itself here, it must not get into a log.
    if (!/^\w+$/.test(variableOf(values))) {
      throw new Error(
        '--key-from-env is not the name of an environment variable; give the name, such as NOTIFY_API_KEY',
      );
    }
    const key = process.env[variableOf(values)];
    if (!key) throw new Error(`environment variable ${variableOf(values)} is not set; put the Notify API key there`);
    return key;
  }
  if (values['key-from-env'] !== undefined)
    throw new Error('--key-from-env and --secret-id cannot be used together; give one of them');
  return readSecret(secretId);
}

/** The SDK takes its time to load, so it is loaded only if the key is in AWS. */
async function readSecret(secretId: string): Promise<string> {
  const { GetSecretValueCommand, SecretsManagerClient } = await import('@aws-sdk/client-secrets-manager');
  const answer = await new SecretsManagerClient()
    .send(new GetSecretValueCommand({ SecretId: secretId }))
    .catch((error: unknown) => {
      throw cannotAtAws(
        `secret ${secretId} cannot be read`,
        error,
        'give the ID of a secret that you are allowed to read',
      );
    });
  if (!answer.SecretString)
    throw new Error(`secret ${secretId} has no text; store the Notify API key in it as plain text`);
  return answer.SecretString;
}
