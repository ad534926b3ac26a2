import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { InvalidSettingsError } from '../lib/construct/validation/invalid-settings-error';
import { writeTemplate } from './template/write-template';

/** Writes a template for CloudFormation, and the functions' archives, for teams that do not use the CDK. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      out: { type: 'string', short: 'o', default: 'template' },
      context: { type: 'string', short: 'c', multiple: true, default: [] },
    },
  });
  const given = values.context.map((pair) => {
    const [key = '', ...value] = pair.split('=');
    if (value.length > 0) return [key, value.join('=')] as const;
    throw new InvalidSettingsError(`--context must be KEY=VALUE, got '${key}': give it as -c callbacks=true`);
  });
  const { context } = JSON.parse(readFileSync(join(__dirname, '../cdk.json'), 'utf8')) as { context?: object };
  const { template, archives } = await writeTemplate(values.out, { ...context, ...Object.fromEntries(given) });
  process.stdout.write(`${template}, and ${archives.length} archives in ${join(values.out, 'archives')}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
