/** A file of a package, as `npm pack` describes it. */
export interface PackedFile {
  readonly path: string;
  readonly size: number;
}

/** The package as it would be published. */
export interface Packed {
  readonly tarball: string;
  /** What the tarball holds, unpacked. */
  readonly folder: string;
  readonly size: number;
  readonly unpackedSize: number;
  readonly files: readonly PackedFile[];
  /** The versions of Node that it is to run on, by their majors, each with its program. */
  readonly nodes: Readonly<Record<string, string>>;
}

const variable = 'CDK_GOVUK_NOTIFY_PACKED';

/** Tells the tests of it, which run in other processes. */
export function tell(packed: Packed): void {
  process.env[variable] = JSON.stringify(packed);
}

/** The package that this run of `npm run test:package` tests. */
export function thePackage(): Packed {
  const told = process.env[variable];
  if (!told) throw new Error('nothing is packed: run `npm run test:package`');
  return JSON.parse(told) as Packed;
}
