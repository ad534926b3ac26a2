import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';

/** A package that bundles hold something of. */
export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  /** What its licence, and its notice if it has one, say. */
  readonly text: string;
}

interface PackageJson {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
  readonly author?: string | { readonly name: string };
}

/** What may be bundled: licences that ask for no more than the notice. */
const accepted: ReadonlySet<string> = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  'MIT',
  'MIT-0',
  '(MIT AND Apache-2.0)',
]);

/** Packages whose package.json names no licence. Each was read in the file that comes with the package. */
const licencesFromFiles: Readonly<Record<string, string>> = { 'png-js': 'MIT' };

/**
 * The packages that bundles hold something of, in order.
 * @throws Error for a package whose licence is not known, or not one that may be bundled
 */
export async function bundledPackages(repository: string, metafiles: readonly Metafile[]): Promise<BundledPackage[]> {
  const outputs = metafiles.flatMap((metafile) => Object.values(metafile.outputs));
  const inputs = outputs.flatMap((output) => Object.keys(output.inputs));
  const folders = new Set(inputs.flatMap((input) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0] ?? []));
  return Promise.all([...folders].toSorted().map((folder) => readPackage(join(repository, folder))));
}

/** What we copied data of, not code: each has its licence in `licences/copied`. */
const copied = [
  { name: 'arimo', version: '2026', licence: 'OFL-1.1' },
  { name: 'govuk-country-and-territory-autocomplete', version: '2.0.0', licence: 'MIT' },
  { name: 'unicode-cldr', version: '48', licence: 'Unicode-3.0' },
] as const;

/** The packages whose data stand in our own files, in order. */
export async function copiedPackages(): Promise<BundledPackage[]> {
  const textOf = (name: string) => readFile(join(__dirname, 'licences/copied', `${name}.txt`), 'utf8');
  return Promise.all(copied.map(async (each) => ({ ...each, text: await textOf(each.name) })));
}

/** The notice that goes with the bundles. Each text stands in it once, however it is set, with the packages that it is of. */
export function licenceNotice(packages: readonly BundledPackage[]): string {
  const texts = new Map(packages.map(({ text }) => [words(text), text.trim()]));
  const notices = [...texts].map(([said, text]) => {
    const titles = packages.filter((each) => words(each.text) === said).map(titleOf);
    return `${[...new Set(titles)].join('\n')}\n\n${text}\n`;
  });
  return ['What is bundled here holds code or data of these packages.\n', ...notices].join(`\n${'-'.repeat(80)}\n\n`);
}

/** How the notice calls a package. */
export const titleOf = ({ name, version, licence }: BundledPackage): string => `${name} ${version} (${licence})`;

const words = (text: string): string => text.trim().split(/\s+/).join(' ');

async function readPackage(folder: string): Promise<BundledPackage> {
  const about = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as PackageJson;
  const files = (await readdir(folder)).filter((file) => /^(licen[cs]e|notice)\b/i.test(file)).toSorted();
  const own = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
  const licence = licenceOf(about);
  const text = own.length > 0 ? own.join('\n') : await standardText(about, licence);
  return { name: about.name, version: about.version, licence, text };
}

/** The licence that a package is under. */
export function licenceOf({ name, license = licencesFromFiles[name] }: PackageJson): string {
  if (license !== undefined && accepted.has(license)) return license;
  const why =
    license === undefined
      ? 'names no licence: read its files and name it'
      : `is under ${license}: say whether that is accepted`;
  throw new Error(`${name} is bundled, and ${why} in build/third-party-licences.ts`);
}

/** Some packages name their licence and do not come with it. */
async function standardText({ name, author = name }: PackageJson, licence: string): Promise<string> {
  const text = await readFile(join(__dirname, 'licences', `${licence}.txt`), 'utf8');
  return `Copyright ${typeof author === 'string' ? author : author.name}\n\n${text}`;
}
