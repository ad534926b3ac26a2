import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { constants } from 'node:zlib';
import type { Metafile } from 'esbuild';
import { writeBillOfMaterials } from './bill-of-materials';
import { bundleFunctions, functions } from './bundle';
import { bundleCode } from './package/code';
import { bundleCommandLine } from './package/command-line';
import { repository } from './package/entries';
import { writeInboxAssets } from './package/inbox-assets';
import { writeTypes } from './package/types';
import { bundledPackages, copiedPackages, licenceNotice } from './third-party-licences';

/** Builds all that the package holds, compressed with this quality of Brotli. Answers what is in the functions. */
async function buildPackage(quality: number): Promise<Metafile> {
  const dist = join(repository, 'dist');
  await rm(dist, { recursive: true, force: true });
  const [lambdas, commandLine, code, assets] = await Promise.all([
    bundleFunctions(),
    bundleCommandLine(dist, quality),
    bundleCode(dist, quality),
    writeInboxAssets(dist),
    writeTypes(dist),
  ]);
  const bundled = await bundledPackages(repository, [lambdas, assets, ...commandLine, ...code]);
  const packages = [...bundled, ...(await copiedPackages())];
  await writeFile(join(repository, 'THIRD-PARTY-LICENSES'), licenceNotice(packages));
  return lambdas;
}

/** The best compression and the bills of materials take longer than all the rest, and only what is published needs them. */
async function buildForRelease(): Promise<void> {
  const lambdas = await buildPackage(constants.BROTLI_MAX_QUALITY);
  await Promise.all(functions.map((name) => writeBillOfMaterials(repository, lambdas, name)));
}

/** `functions` is all that the tests and the pipeline on this machine need. */
const builds = {
  functions: bundleFunctions,
  package: () => buildPackage(constants.BROTLI_MIN_QUALITY),
  release: buildForRelease,
};

void builds[(process.argv[2] ?? 'package') as keyof typeof builds]();
