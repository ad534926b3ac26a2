import { parseArgs, type ParseArgsConfig } from 'node:util';
import { suggestion } from '../../lib/contract/did-you-mean';

type Options = NonNullable<ParseArgsConfig['options']>;
type Parsed<Given extends Options> = ReturnType<typeof parseArgs<{ args: string[]; options: Given }>>['values'];

/**
 * What the options of a command say.
 * @throws Error for an option that there is not, with the one that was meant or all that there are
 */
export function readOptions<const Given extends Options>(args: readonly string[], options: Given): Parsed<Given> {
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    const [, unknown] = /^Unknown option '(-[^']*)'/.exec(String(Object(error).message)) ?? [];
    if (unknown === undefined) throw error;
    const known = Object.keys(options).map((name) => `--${name}`);
    throw new Error(`Unknown option '${unknown}': ${suggestion(unknown, known)}`, { cause: error });
  }
}
