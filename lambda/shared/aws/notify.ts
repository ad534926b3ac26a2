import type { Clock } from '../../../lib/contract/clock';
import { environment, requireEnvironment } from '../../../lib/contract/environment';
import { createNotifySource } from '../notify/notify-source';
import type { NotifySource } from '../ports';
import { connectSecretsManager } from './clients';
import { createSecret } from './secret';

/** Notify, with the API key in the secret that the construct names. */
export const connectNotify = (clock: Clock, secrets = connectSecretsManager()): NotifySource =>
  createNotifySource(createSecret(secrets, requireEnvironment(environment.apiKeySecretArn), clock), {
    baseUrl: requireEnvironment(environment.notifyBaseUrl),
    clock,
  });
