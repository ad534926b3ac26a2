import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { zipSync, type ZipOptions } from 'fflate';

/** How a file is unpacked: a plain one that all may read, of no date. */
const plainFile: ZipOptions = { os: 3, attrs: 0o100644 * 2 ** 16, mtime: new Date(1980, 0, 1), level: 9 };

/** Archives a bundle as Lambda takes it. The same bundle gives the same archive, so that only a change is deployed. */
export async function archive(folder: string, into: string): Promise<void> {
  const names = (await readdir(folder)).toSorted();
  const files: Record<string, Uint8Array> = {};
  for (const name of names) files[name] = await readFile(join(folder, name));
  await writeFile(into, zipSync(files, plainFile));
}
