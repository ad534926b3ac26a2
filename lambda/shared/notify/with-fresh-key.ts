import type { Clock } from '../../../lib/contract/clock';
import { NotifyError } from '../../../lib/notify';
import { PipelineError } from '../../../lib/contract/pipeline-error';
import type { NotifyApi, NotifySource } from '../ports';
import { classifyNotifyError, type NotifyFailure } from './classify-notify-error';

type Called<Result> =
  | { result: Result; failure?: never; notify?: never }
  /** `notify` is absent when there was no client to call with. */
  | { result?: never; failure: NotifyFailure; notify?: NotifyApi };

/** When Notify refuses the key, it is read anew and signed with once more: it may have been rotated. */
export async function withFreshKey<Result>(
  source: NotifySource,
  call: (notify: NotifyApi) => Promise<Result>,
  clock: Pick<Clock, 'now'>,
): Promise<Called<Result>> {
  const first = await once(() => source.current(), call, clock);
  const { failure } = first;
  if (failure?.kind !== 'key refused' || !first.notify) return first;
  const refused = first.notify;
  return once(() => source.renewed(refused), call, clock);
}

async function once<Result>(
  client: () => Promise<NotifyApi>,
  call: (notify: NotifyApi) => Promise<Result>,
  clock: Pick<Clock, 'now'>,
): Promise<Called<Result>> {
  let notify: NotifyApi;
  try {
    notify = await client();
  } catch (error) {
    const isOurs = error instanceof NotifyError || error instanceof PipelineError;
    const reason = isOurs ? error.message : 'the secret with the API key cannot be read';
    return { failure: { kind: 'key refused', reason } };
  }
  const began = clock.now();
  try {
    return { result: await call(notify) };
  } catch (error) {
    return { failure: classifyNotifyError(error, clock.now() - began), notify };
  }
}
