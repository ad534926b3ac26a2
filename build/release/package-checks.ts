import { deadLinks } from './dead-links';
import type { UnpackedPackage } from './unpacked';

/** Says what is wrong with a package that is packed. Empty when nothing is. */
export type PackageCheck = (unpacked: UnpackedPackage) => readonly string[];

interface Bill {
  readonly bomFormat?: string;
  readonly components?: readonly {
    readonly group?: string;
    readonly name: string;
    readonly version?: string;
    readonly licenses?: readonly unknown[];
  }[];
}

const archives = ({ paths }: UnpackedPackage): readonly string[] =>
  paths.filter((path) => /^dist\/lambda\/[\w-]+\.zip$/.test(path));

const billOf = (archive: string): string => archive.replace(/\.zip$/, '.cdx.json');

/** npm runs these where the package is installed. */
const runsWhenInstalled = /^(preinstall|install|postinstall|(pre|post)?prepare|dependencies)$/;

const nothingRunsAtInstall: PackageCheck = ({ read }) => {
  const { scripts = {} } = JSON.parse(read('package.json')) as { readonly scripts?: object };
  return Object.keys(scripts)
    .filter((name) => runsWhenInstalled.test(name))
    .map((name) => `package.json has the script ${name}, which runs where the package is installed: take it out`);
};

const noDependencies: PackageCheck = ({ read }) => {
  const about = JSON.parse(read('package.json')) as Readonly<Record<string, unknown>>;
  return ['dependencies', 'optionalDependencies', 'bundledDependencies', 'bundleDependencies']
    .filter((field) => field in about)
    .map((field) => `package.json has ${field}: make them devDependencies, which are bundled`);
};

/** Pictures and the API reference are in the repository alone, where npm takes them from too. */
const isInRepository = (link: string): boolean => /(?:^|\/)(?:pictures\/[\w-]+\.(?:png|svg)|api\/.*)$/.test(link);

const noDeadLinks: PackageCheck = ({ paths, read }) => {
  const pages = paths.filter((path) => path.endsWith('.md')).map((path) => [path, read(path)] as const);
  const missing = deadLinks(new Map(pages), paths).filter(({ to }) => !isInRepository(to));
  return missing.map(({ from, to }) => `${from} links to ${to}, which is not in the package`);
};

const billsOfMaterials: PackageCheck = (unpacked) => {
  const all = archives(unpacked);
  if (all.length === 0) return ['there is no function in dist/lambda/: build the package'];
  return all.flatMap((archive) => {
    const bill = billOf(archive);
    if (!unpacked.paths.includes(bill)) return [`${archive} has no bill of materials ${bill}`];
    const { bomFormat, components = [] } = JSON.parse(unpacked.read(bill)) as Bill;
    if (bomFormat !== 'CycloneDX' || components.length === 0) return [`${bill} is no CycloneDX bill of materials`];
    return components
      .filter(({ licenses = [] }) => licenses.length === 0)
      .map(({ name }) => `${bill} names no licence of ${name}`);
  });
};

const licences: PackageCheck = (unpacked) => {
  const notice = unpacked.read('THIRD-PARTY-LICENSES');
  const unknown = notice.match(/^\S+ \S+ \((undefined|unknown|UNLICENSED|SEE LICENSE.*)\)$/gm) ?? [];
  const missing = archives(unpacked).flatMap((archive) => {
    if (!unpacked.paths.includes(billOf(archive))) return [];
    const { components = [] } = JSON.parse(unpacked.read(billOf(archive))) as Bill;
    const titles = components.map(({ group, name, version }) => `${group ? `${group}/` : ''}${name} ${version}`);
    return titles.filter((title) => !notice.includes(`\n${title} (`));
  });
  return [
    ...unknown.map((title) => `THIRD-PARTY-LICENSES does not know the licence of ${title}`),
    ...[...new Set(missing)].map((title) => `THIRD-PARTY-LICENSES does not name ${title}`),
  ];
};

/** What is checked of what is packed, by what holds then. */
export const packageChecks: Readonly<Record<string, PackageCheck>> = {
  'nothing runs where it is installed': nothingRunsAtInstall,
  'it brings no dependencies': noDependencies,
  'its pages have no dead links': noDeadLinks,
  'every function has a bill of materials': billsOfMaterials,
  'every licence is named': licences,
};
