import type { EventBridgeEvent, LambdaFunctionURLEvent, LambdaFunctionURLResult } from 'aws-lambda';
import { readCallback, type RoutedCallbackDetail } from '../../lib/contract/callback';
import { metrics } from '../../lib/contract/metrics';
import { createDispatcher, type DispatchDependencies } from './dispatch';
import { createDoor } from './door';
import { noRoutes } from './routes';
import type { Tokens } from './tokens';

/** A call of the function's URL, or a callback that another pipeline has handed on. */
export type ReceiptsEvent = LambdaFunctionURLEvent | EventBridgeEvent<string, RoutedCallbackDetail>;

export interface ReceiptsDependencies extends DispatchDependencies {
  readonly tokens: Tokens;
}

/** Takes Notify's callbacks, from Notify itself and from other pipelines. */
export function createReceipts(dependencies: ReceiptsDependencies) {
  const { tokens, monitor } = dependencies;
  const answer = createDoor({ tokens, take: createDispatcher(dependencies), monitor });
  const takeRouted = createDispatcher({ ...dependencies, routes: noRoutes });

  return async (event: ReceiptsEvent): Promise<LambdaFunctionURLResult | undefined> => {
    if (!('detail-type' in event)) return answer(event);
    const callback = readCallback(event.detail.callback);
    // What fails here throws, and Lambda tries it again.
    if (callback) await takeRouted(callback);
    else monitor.count(metrics.names.badCallback);
    return undefined;
  };
}
