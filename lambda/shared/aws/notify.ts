import type { Clock } from '../../../lib/contract/clock';
import { environment, requireEnvironment } from '../../../lib/contract/environment';
import { metrics } from '../../../lib/contract/metrics';
import { day } from '../../../lib/contract/time';
import { createNotifySource } from '../notify/notify-source';
import type { Monitor, NotifySource } from '../ports';
import { connectSecretsManager } from './clients';
import { createSecret } from './secret';

/** Notify, with the API key in the secret that the construct names. How old the key is, is measured when it is read. */
export const connectNotify = (
  clock: Clock,
  monitor: Pick<Monitor, 'measure'>,
  secrets = connectSecretsManager(),
): NotifySource =>
  createNotifySource(
    createSecret(secrets, requireEnvironment(environment.apiKeySecretArn), clock, (since) =>
      monitor.measure(metrics.names.keyAge, Math.max(0, clock.now() - since) / day),
    ),
    { baseUrl: requireEnvironment(environment.notifyBaseUrl), clock },
  );
