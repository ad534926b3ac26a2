#!/usr/bin/env node
import { version } from '../package.json';
import { suggestion } from '../lib/contract/did-you-mean';
import { complain, exitCodes, exitCodesUsage, print, type Command } from './commands/command';
import { send } from './commands/send';
import { standIn } from './commands/stand-in';
import { templates } from './commands/templates';
import { endWhenReadEnough } from './read-enough';

const commands = new Map<string, Command>([
  ['stand-in', standIn],
  ['templates', templates],
  ['send', send],
]);

const others = `  help [COMMAND], --help, -h
      Prints this, or what there is to know of one command, with examples.

  --version, -v
      Prints the version.
`;

const usages = [...commands.values()].map((command) => command.usage);
const usage = ['cdk-govuk-notify <command>', ...usages, others, exitCodesUsage].join('\n');

/** All that there is to know of one command. */
function helpFor({ usage: lines, examples }: Command): string {
  const shown = ['Examples:', ...examples.map((example) => `  npx cdk-govuk-notify ${example}`), ''].join('\n');
  return ['cdk-govuk-notify', lines, shown, exitCodesUsage].join('\n');
}

// Every Node that the package takes is one that the AWS SDK's clients here work on.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
endWhenReadEnough();

async function main([name = '(none)', ...args]: readonly string[]): Promise<void> {
  if (name === '--version' || name === '-v') return print(version);
  const asksForHelp = name === 'help' || [name, ...args].some((word) => word === '--help' || word === '-h');
  const asked = name === 'help' ? (args.find((word) => !word.startsWith('-')) ?? name) : name;
  const command = commands.get(asked);
  if (asksForHelp && (command || asked === 'help' || asked.startsWith('-'))) {
    return void process.stdout.write(command ? helpFor(command) : usage);
  }
  if (!command) {
    const known = [...commands.keys(), 'help'];
    throw new Error(`no such command: ${asked}; ${suggestion(asked, known)}\n\n${usage}`);
  }
  process.exitCode = exitCodes.cannot;
  process.exitCode = await command.run(args);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  complain(error instanceof Error ? error.message : String(error));
  process.exitCode ||= exitCodes.cannot;
});
