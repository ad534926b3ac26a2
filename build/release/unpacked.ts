import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a tarball holds, unpacked. */
export interface UnpackedPackage {
  readonly paths: readonly string[];
  readonly read: (path: string) => string;
}

export const unpackedIn = (folder: string, paths: readonly string[]): UnpackedPackage => ({
  paths,
  read: (path) => readFileSync(join(folder, path), 'utf8'),
});
