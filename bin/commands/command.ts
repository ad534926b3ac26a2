import { errorCode } from '../../lib/notify/errors';

/** One command of the command line. */
export interface Command {
  /** The lines that explain it. */
  readonly usage: string;
  /** The exit code when it cannot be done. */
  readonly failure: number;
  /**
   * @param args what follows the command's name
   * @returns the exit code
   * @throws Error whose message is for whoever typed the command
   */
  run(args: readonly string[]): Promise<number>;
}

export const print = (line: string): void => void process.stdout.write(`${line}\n`);
export const complain = (line: string): void => void process.stderr.write(`${line}\n`);

/** An error with the reason that the machine gave, and nothing else of it. */
export function cannot(what: string, error: unknown, instead: string): Error {
  return new Error(`${what} (${errorCode(error) ?? 'unknown'}); ${instead}`);
}
