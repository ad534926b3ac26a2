#!/usr/bin/env node
import { version } from '../package.json';
import { complain, print, type Command } from './commands/command';
import { send } from './commands/send';
import { standIn } from './commands/stand-in';
import { templates } from './commands/templates';
import { endWhenReadEnough } from './read-enough';

const commands = new Map<string, Command>([
  ['stand-in', standIn],
  ['templates', templates],
  ['send', send],
]);

const others = `  help, --help, -h
      Prints this.

  --version, -v
      Prints the version.
`;

const usages = [...commands.values()].map((command) => command.usage);
const usage = ['cdk-govuk-notify <command>', ...usages, others].join('\n');

// Every Node that the package takes is one that the AWS SDK's clients here work on.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
endWhenReadEnough();

async function main([name = '(none)', ...args]: readonly string[]): Promise<void> {
  if (name === '--version' || name === '-v') return print(version);
  const asksForHelp = name === 'help' || [name, ...args].some((word) => word === '--help' || word === '-h');
  if (asksForHelp) return void process.stdout.write(usage);
  const command = commands.get(name);
  if (!command) throw new Error(`no such command: ${name}\n\n${usage}`);
  process.exitCode = command.failure;
  process.exitCode = await command.run(args);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  complain(error instanceof Error ? error.message : String(error));
  process.exitCode ||= 1;
});
