import { createDispatcher, type DispatchDependencies } from './dispatch';
import { createHttpHandler } from './http-handler';
import { createRoutedReceiver } from './routed-callbacks';
import type { CallbackForwarder } from '../shared/ports';
import type { RotatingSecret } from './rotating-secret';
import type { CallbackTokens } from './tokens';

export interface CallbacksDependencies extends DispatchDependencies {
  readonly tokens: CallbackTokens;
  /** What other pipelines sign with that may hand callbacks on. `undefined`: none may. */
  readonly signingSecret: RotatingSecret | undefined;
}

/** For callbacks that have been forwarded already. */
export const noForwarding: CallbackForwarder = { forward: async () => false };

const noSecret: RotatingSecret = { someValue: async () => false };

/** Takes Notify's callbacks: from Notify itself, whose call has to be answered, and from other pipelines. */
export function createCallbacks(dependencies: CallbacksDependencies) {
  const { tokens, monitor, pipelineId, signingSecret = noSecret } = dependencies;
  return {
    answer: createHttpHandler({ tokens, take: createDispatcher(dependencies), monitor }),
    takeRouted: createRoutedReceiver({
      take: createDispatcher({ ...dependencies, forwarder: noForwarding }),
      signingSecret,
      monitor,
      pipelineId,
    }),
  };
}
