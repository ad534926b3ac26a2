import { version } from '../package.json';
import { suggestion } from '../lib/contract/did-you-mean';
import { complain, exitCodes, print } from './commands/command';
import { commands, helpFor, usage } from './commands/commands';

/**
 * Does what a command line says, and prints what comes of it.
 * @returns the exit code
 */
export async function runCommandLine(args: readonly string[]): Promise<number> {
  try {
    return await runCommand(args);
  } catch (error) {
    complain(error instanceof Error ? error.message : String(error));
    return exitCodes.cannot;
  }
}

async function runCommand([name = '(none)', ...args]: readonly string[]): Promise<number> {
  if (name === '--version' || name === '-v') {
    print(version);
    return exitCodes.done;
  }
  const asksForHelp = name === 'help' || [name, ...args].some((word) => word === '--help' || word === '-h');
  const asked = name === 'help' ? (args.find((word) => !word.startsWith('-')) ?? name) : name;
  const command = commands.get(asked);
  if (asksForHelp && (command || asked === 'help' || asked.startsWith('-'))) {
    process.stdout.write(command ? helpFor(command) : usage);
    return exitCodes.done;
  }
  if (!command) {
    const known = [...commands.keys(), 'help'];
    throw new Error(`no such command: ${asked}; ${suggestion(asked, known)}\n\n${usage}`);
  }
  return command.run(args);
}
