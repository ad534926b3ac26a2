import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleFunctions } from './bundle';
import { bundleCode } from './package/code';
import { bundleCommandLine } from './package/command-line';
import { repository } from './package/entries';
import { writeTypes } from './package/types';
import { bundledPackages, licenceNotice } from './third-party-licences';

/** Builds all that the package holds. */
async function buildPackage(): Promise<void> {
  const dist = join(repository, 'dist');
  await rm(dist, { recursive: true, force: true });
  const [functions, commandLine, code] = await Promise.all([
    bundleFunctions(),
    bundleCommandLine(dist),
    bundleCode(dist),
    writeTypes(dist),
  ]);
  const packages = await bundledPackages(repository, [functions, commandLine, ...code]);
  await writeFile(join(repository, 'THIRD-PARTY-LICENSES'), licenceNotice(packages));
}

/** `functions`: only what tests and the pipeline on this machine need. */
void (process.argv[2] === 'functions' ? bundleFunctions() : buildPackage());
