import { constants } from 'node:os';

const signals = ['SIGINT', 'SIGTERM'] as const;

/** The exit code of a program that a signal has ended. */
export const exitCodeOf = (signal: NodeJS.Signals): number => 128 + constants.signals[signal];

/**
 * Does something that ends in good order when somebody presses Ctrl-C: it is given a signal for that, whose reason is the
 * system's. A second one ends the program at once.
 */
export async function interruptible<Result>(work: (stop: AbortSignal) => Promise<Result>): Promise<Result> {
  const controller = new AbortController();
  const stop = (signal: NodeJS.Signals): void => {
    forget();
    controller.abort(signal);
  };
  const forget = (): void => signals.forEach((signal) => process.off(signal, stop));
  for (const signal of signals) process.on(signal, stop);
  try {
    return await work(controller.signal);
  } finally {
    forget();
  }
}
