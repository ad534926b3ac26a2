import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { synthesizePortable } from '../../lib/construct/app/portable-template';

/** What was written, by its path. */
export interface WrittenTemplate {
  readonly template: string;
  readonly archives: readonly string[];
}

/** Writes the template and the functions' archives into a folder, over what an earlier run left there. */
export async function writeTemplate(
  folder: string,
  context: Readonly<Record<string, unknown>>,
): Promise<WrittenTemplate> {
  const { template, archives } = synthesizePortable(context);
  const into = join(folder, 'archives');
  await rm(into, { recursive: true, force: true });
  await mkdir(into, { recursive: true });
  const path = join(folder, 'template.json');
  // Of few bytes: CloudFormation takes a megabyte.
  await writeFile(path, `${JSON.stringify(template)}\n`);
  const copied = [...archives].map(async ([name, from]) => {
    await cp(from, join(into, name));
    return join(into, name);
  });
  return { template: path, archives: (await Promise.all(copied)).toSorted() };
}
