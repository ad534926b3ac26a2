import { NotifyConnectionError, NotifyTimeoutError } from '../../lib/notify';

/** What is asked of Notify, with where Notify was looked for in the error if it was not reached. */
export async function reached<Answer>(baseUrl: string, asked: Promise<Answer>): Promise<Answer> {
  return asked.catch((error: unknown) => {
    if (!(error instanceof NotifyConnectionError || error instanceof NotifyTimeoutError)) throw error;
    // Only the host: somebody who mixes up the options may have put a key into the path.
    const { host } = new URL(baseUrl);
    throw new Error(
      `Notify does not answer at ${host} (${error.message}); check --base-url, NOTIFY_BASE_URL and the network`,
      { cause: error },
    );
  });
}
