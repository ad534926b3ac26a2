import { canary } from './canary';
import { cancel } from './cancel';
import { exitCodesUsage, type Command } from './command';
import { cost } from './cost';
import { doctor } from './doctor';
import { erase } from './erase';
import { find } from './find';
import { send } from './send';
import { hold } from './hold';
import { redrive } from './redrive';
import { resume } from './resume';
import { status } from './status';
import { standIn } from './stand-in';
import { templates } from './templates';

/** The commands, by their names. */
export const commands: ReadonlyMap<string, Command> = new Map<string, Command>([
  ['stand-in', standIn],
  ['templates', templates],
  ['send', send],
  ['status', status],
  ['redrive', redrive],
  ['hold', hold],
  ['resume', resume],
  ['find', find],
  ['erase', erase],
  ['cost', cost],
  ['doctor', doctor],
  ['canary', canary],
  ['cancel', cancel],
]);

const others = `  help [COMMAND], --help, -h
      Prints this, or the help of one command with examples.

  --version, -v
      Prints the version.
`;

const usages = [...commands.values()].map((command) => command.usage);
/** The help of all of them. */
export const usage = ['cdk-govuk-notify <command>', ...usages, others, exitCodesUsage].join('\n');

/** The help of one command, with its examples. */
export function helpFor({ usage: lines, examples }: Command): string {
  const shown = ['Examples:', ...examples.map((example) => `  npx cdk-govuk-notify ${example}`), ''].join('\n');
  return ['cdk-govuk-notify', lines, shown, exitCodesUsage].join('\n');
}
