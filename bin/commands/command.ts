import { errorCode } from '../../lib/notify/errors';

/** One command of the command line. */
export interface Command {
  /** The lines that explain it. */
  readonly usage: string;
  /** Command lines to copy. */
  readonly examples: readonly string[];
  /**
   * @param args what follows the command's name
   * @returns the exit code, one of `exitCodes`
   * @throws Error whose message is for the person who typed the command: it ends with `exitCodes.cannot`
   */
  run(args: readonly string[]): Promise<number>;
}

/** What every command ends with. After a signal it is 128 and the signal's number, as for every program. */
export const exitCodes = {
  /** It is done, or what was asked is so. */
  done: 0,
  /** It ran, and not all is as it should be: something differs, or was left out. */
  incomplete: 1,
  /** It could not be done, and nothing has been changed. */
  cannot: 2,
} as const;

export const exitCodesUsage = `Exit codes:
  0        done
  1        it ran, but found a problem: templates differ, rows were left out
  2        it could not run: an option is wrong, something is missing or cannot be reached
  128 + N  signal N stopped it, for example 130 after Ctrl-C
`;

export const print = (line: string): void => void process.stdout.write(`${line}\n`);
export const complain = (line: string): void => void process.stderr.write(`${line}\n`);

/** An error with the reason that the machine gave, and nothing else of it. */
export function cannot(what: string, error: unknown, instead: string): Error {
  return new Error(`${what} (${errorCode(error) ?? 'unknown'}); ${instead}`);
}
