import type { Callback, CallbackKind, CallbackPayload } from '../../lib/contract/callback';
import { parseReference } from '../../lib/contract/identity';
import { metrics } from '../../lib/contract/metrics';
import { PipelineError } from '../../lib/contract/pipeline-error';
import type { CallbackForwarder, Monitor } from '../shared/ports';

/**
 * What is done with a callback of one kind. `deliveryId` is that of the delivery that it is about, if it is one of ours.
 * It rejects when that failed and the callback has to come again.
 */
export type CallbackHandler<Kind extends CallbackKind> = (
  payload: CallbackPayload<Kind>,
  deliveryId: string | undefined,
) => Promise<void>;

/** A kind that nobody handles is a fault of ours: we answer Notify that it should retry. */
export type CallbackHandlers = { readonly [Kind in CallbackKind]?: CallbackHandler<Kind> };

export interface DispatchDependencies {
  readonly handlers: CallbackHandlers;
  readonly forwarder: CallbackForwarder;
  readonly monitor: Monitor;
  readonly pipelineId: string;
}

const { names } = metrics;

/** Gives a callback to the handler of its kind, or hands it on if it is another pipeline's. */
export function createDispatcher({ handlers, forwarder, monitor, pipelineId }: DispatchDependencies) {
  return async (callback: Callback): Promise<void> => {
    const whose = parseReference('reference' in callback.payload ? callback.payload.reference : undefined);
    if (whose && whose.pipelineId !== pipelineId) return handOn(whose.pipelineId, callback);
    await handle(callback, whose?.deliveryId);
  };

  async function handOn(to: string, callback: Callback): Promise<void> {
    if (await forwarder.forward(to, callback)) {
      monitor.count(names.callbackRouted);
      monitor.info('callback handed on', { kind: callback.kind, to });
      return;
    }
    // Whose it is, is not said: it may be somebody else's reference, with anything in it.
    monitor.count(names.callbackUnmatched);
    monitor.info('a callback is for a pipeline that callbackRoutes does not name', { kind: callback.kind });
  }

  async function handle({ kind, payload }: Callback, deliveryId: string | undefined): Promise<void> {
    const handler: CallbackHandler<CallbackKind> | undefined = handlers[kind];
    if (!handler) throw new PipelineError(`callbacks of kind ${kind} are not handled`);
    await handler(payload, deliveryId);
  }
}
