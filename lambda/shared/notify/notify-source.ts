import { NotifyClient, type NotifyClientOptions } from '../../../lib/notify';
import type { NotifyApi, NotifySource } from '../ports';
import type { Secret } from '../aws/secret';

/** Notify clients made from the key in a secret. A client never outlives its key. */
export function createNotifySource(apiKey: Secret, options: Omit<NotifyClientOptions, 'apiKey'>): NotifySource {
  let client: { key: string; notify: NotifyApi } | undefined;
  let renewing: Promise<NotifyApi> | undefined;

  const clientFor = (key: string): NotifyApi => {
    if (client?.key !== key) client = { key, notify: new NotifyClient({ ...options, apiKey: key }) };
    return client.notify;
  };
  return {
    current: async () => clientFor(await apiKey.value()),
    renewed: async (refused) => {
      // Another message of the batch may have renewed it already, or be about to.
      if (client && client.notify !== refused) return client.notify;
      client = undefined;
      renewing ??= apiKey
        .reread()
        .then(clientFor)
        .finally(() => (renewing = undefined));
      return renewing;
    },
  };
}
