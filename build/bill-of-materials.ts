import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Metafile } from 'esbuild';

/**
 * Writes what the archive of a function is made of, with versions and licences, as a CycloneDX bill of materials. The
 * same archive gives the same bill.
 *
 * @see https://cyclonedx.org/
 */
export async function writeBillOfMaterials(repository: string, functions: Metafile, name: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'bill-'));
  try {
    const metafile = join(folder, 'metafile.json');
    await writeFile(metafile, JSON.stringify(ofFunction(functions, name)));
    const program = join(repository, 'node_modules/@cyclonedx/cyclonedx-esbuild/bin/cyclonedx-esbuild-cli.js');
    const bill = join(folder, 'bill.json');
    const options = ['--output-reproducible', '--build-working-dir', repository, '--output-file', bill];
    await promisify(execFile)(process.execPath, [program, ...options, metafile], { cwd: repository });
    await writeFile(join(repository, `dist/lambda/${name}.cdx.json`), compact(await readFile(bill, 'utf8')));
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Programs read it. Half of it is indentation, and a third of the rest addresses of websites, which the `purl` of each leads to. */
const compact = (bill: string): string =>
  JSON.stringify(JSON.parse(bill), (key, value: unknown) => (key === 'externalReferences' ? undefined : value));

/** What is known of one function, of what is known of all that were bundled together. */
export function ofFunction({ inputs, outputs }: Metafile, name: string): Metafile {
  const own = Object.entries(outputs).filter(([path]) => path.startsWith(`dist/lambda/${name}/`));
  const used = new Set(own.flatMap(([, output]) => Object.keys(output.inputs)));
  return {
    inputs: Object.fromEntries(Object.entries(inputs).filter(([path]) => used.has(path))),
    outputs: Object.fromEntries(own),
  };
}
