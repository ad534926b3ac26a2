import middy from '@middy/core';
import type { Monitor } from '../ports';

/** Wraps a handler so that its metrics leave with every invocation, also with one that throws. */
export function lambdaFunction<Event, Result>(
  handle: (event: Event) => Promise<Result>,
  monitor: Monitor & { flush(): void },
): middy.MiddyfiedHandler<Event, Result> {
  return middy<Event, Result>()
    .use({ after: () => monitor.flush(), onError: () => monitor.flush() })
    .handler(handle);
}
