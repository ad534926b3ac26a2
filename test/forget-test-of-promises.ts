import { AsyncLocalStorage } from 'node:async_hooks';

type Call = (...terms: unknown[]) => unknown;
type Run = (this: AsyncLocalStorage<unknown>, store: unknown, call: Call, ...terms: unknown[]) => unknown;

const done = Symbol.for('cdk-govuk-notify: the test of promises is forgotten');

/**
 * Jest follows every promise back to its test, which before Node 24 takes a fifth of the time of whatever waits much. It is only
 * to know in which test an error belongs that nobody handles: without it such an error fails the whole file.
 */
export function forgetTestOfPromises(): void {
  const { prototype } = AsyncLocalStorage as { readonly prototype: AsyncLocalStorage<unknown> };
  // The class is the same for all files that a process runs.
  if (done in prototype) return;
  const run = Object.getOwnPropertyDescriptor(prototype, 'run')?.value as Run;
  Object.defineProperties(prototype, {
    run: {
      value(this: AsyncLocalStorage<unknown>, store: unknown, call: Call, ...terms: unknown[]) {
        return isOfJest(store) ? call(...terms) : run.call(this, store, call, ...terms);
      },
    },
    [done]: { value: true },
  });
}

const isOfJest = (store: unknown): boolean =>
  typeof store === 'object' && store !== null && ['test', 'hook', 'describeBlock'].some((key) => key in store);
