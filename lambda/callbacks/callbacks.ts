import { createDispatcher, type DispatchDependencies } from './dispatch';
import { createDoor } from './http-handler';
import { createRoutedReceiver } from './routed-callbacks';
import { noRoutes } from '../shared/aws/callback-routes';
import type { Tokens } from './tokens';

export interface ReceiptsDependencies extends DispatchDependencies {
  readonly tokens: Tokens;
}

/** Takes Notify's callbacks: from Notify itself, whose call has to be answered, and from other pipelines. */
export function createReceipts(dependencies: ReceiptsDependencies) {
  const { tokens, monitor } = dependencies;
  return {
    answer: createDoor({ tokens, take: createDispatcher(dependencies), monitor }),
    takeRouted: createRoutedReceiver({ take: createDispatcher({ ...dependencies, routes: noRoutes }), monitor }),
  };
}
