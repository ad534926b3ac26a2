import { createDispatcher, type DispatchDependencies } from './dispatch';
import { createHttpHandler } from './http-handler';
import { createRoutedReceiver } from './routed-callbacks';
import type { CallbackForwarder } from '../shared/ports';
import type { CallbackTokens } from './tokens';

export interface CallbacksDependencies extends DispatchDependencies {
  readonly tokens: CallbackTokens;
}

/** For callbacks that have been forwarded already. */
export const noForwarding: CallbackForwarder = { forward: async () => false };

/** Takes Notify's callbacks: from Notify itself, whose call has to be answered, and from other pipelines. */
export function createCallbacks(dependencies: CallbacksDependencies) {
  const { tokens, monitor } = dependencies;
  return {
    answer: createHttpHandler({ tokens, take: createDispatcher(dependencies), monitor }),
    takeRouted: createRoutedReceiver({ take: createDispatcher({ ...dependencies, forwarder: noForwarding }), monitor }),
  };
}
