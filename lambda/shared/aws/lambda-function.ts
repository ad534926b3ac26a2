import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { ownError } from '../own-error';
import type { Monitor } from '../ports';

/**
 * Wraps a handler so that its metrics leave with every invocation, also with one that throws, and so that nothing is thrown
 * to Lambda but an error of the project: Lambda logs its text.
 * @param begin is called with every invocation before it is handled, such as to know when it ends
 */
export function lambdaFunction<Event, Result>(
  handle: (event: Event) => Promise<Result>,
  monitor: Monitor & { flush(): void },
  begin: (context: Context) => void = () => undefined,
): middy.MiddyfiedHandler<Event, Result> {
  return middy<Event, Result>()
    .use({
      before: ({ context }) => begin(context),
      after: () => monitor.flush(),
      onError: () => monitor.flush(),
    })
    .handler(async (event) => {
      try {
        return await handle(event);
      } catch (error) {
        monitor.error('the invocation failed', error);
        throw ownError(error, 'the invocation failed');
      }
    });
}
