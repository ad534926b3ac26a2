import { readFile, writeFile } from 'node:fs/promises';
import { createTwoFilesPatch } from 'diff';
import { sendersSource } from '../../lib/templates/senders-source';
import { closestName } from '../../lib/contract/did-you-mean';
import { cannot, complain, exitCodes, print, type Command } from './command';
import { readOptions } from './options';
import { reached } from './reached';
import { baseUrlOf, connect, hasKey, serviceOptions, serviceUsage } from './service';

const usage = `  templates pull [--out FILE]
      Writes a TypeScript file with a typed sender for each template of the service.

  templates check [--out FILE] [--skip-without-key]
      Compares that file with what pull would write. Exit code 0 if they match, 1 if not, with the difference.

      --out FILE            the file; default notify-templates.ts
${serviceUsage}
      --skip-without-key    if there is no API key, check nothing and end with exit code 0
`;

export const templates: Command = {
  usage,
  examples: [
    'templates pull --out src/notify-templates.ts',
    'templates check --out src/notify-templates.ts --skip-without-key',
    'templates pull --secret-id govuk-notify/api-key',
  ],
  async run([name = '(none)', ...args]) {
    if (name !== 'pull' && name !== 'check') {
      const meant = closestName(name, ['pull', 'check']);
      const hint = meant === undefined ? '' : `, did you mean templates ${meant}?`;
      throw new Error(`no such command: templates ${name}; use templates pull or templates check${hint}`);
    }
    const values = readOptions(args, {
      ...serviceOptions,
      out: { type: 'string', default: 'notify-templates.ts' },
      ...(name === 'check' ? { 'skip-without-key': { type: 'boolean', default: false } } : {}),
    });
    if (values['skip-without-key'] === true && !hasKey(values)) {
      complain('the templates are not checked: there is no Notify API key');
      return exitCodes.done;
    }
    const notify = await connect(values);
    const { templates: all } = await reached(baseUrlOf(values), notify.listTemplates());
    const source = sendersSource(all);
    return name === 'pull' ? pull(values.out, source, all.length) : check(values.out, source);
  },
};

async function pull(file: string, source: string, count: number): Promise<number> {
  await writeFile(file, source).catch((error: unknown) => {
    throw cannot(`${file} cannot be written`, error, 'give a file in a folder that exists');
  });
  print(`${file}: ${count} ${count === 1 ? 'template' : 'templates'}`);
  return exitCodes.done;
}

async function check(file: string, source: string): Promise<number> {
  const written = await readFile(file, 'utf8').catch((error: unknown) => {
    throw cannot(`${file} cannot be read`, error, 'write it with templates pull, or name it with --out');
  });
  const before = written.replaceAll('\r\n', '\n');
  if (before === source) return exitCodes.done;
  print(createTwoFilesPatch(file, file, before, source, 'as it was pulled', 'as Notify has it now').trimEnd());
  return exitCodes.incomplete;
}
