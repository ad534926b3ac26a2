/** What npm, and people who look a package up there, want to know from its package.json. */
export interface Manifest {
  readonly name?: string;
  readonly version?: string;
  readonly description?: string;
  readonly license?: string;
  readonly author?: unknown;
  readonly keywords?: readonly string[];
  readonly engines?: { readonly node?: string };
  readonly repository?: string | { readonly url?: string };
  readonly homepage?: string;
  readonly bugs?: unknown;
  readonly publishConfig?: { readonly access?: string; readonly provenance?: boolean };
}

/** What is still missing in package.json before the package can be published with provenance. */
export function missingFromManifest(manifest: Manifest): readonly string[] {
  const { repository, publishConfig = {}, engines = {} } = manifest;
  const url = typeof repository === 'string' ? repository : repository?.url;
  const missing = (['name', 'version', 'description', 'license', 'author', 'keywords'] as const).filter(
    (field) => !manifest[field],
  );
  return [
    ...missing.map((field) => `package.json has no ${field}`),
    ...(engines.node ? [] : ['package.json does not say which Node it needs: set engines.node']),
    ...(url
      ? []
      : [
          'package.json has no repository: set repository.url to the address of the public repository, which provenance is checked against',
        ]),
    ...(manifest.homepage ? [] : ['package.json has no homepage: set it to the README of the repository']),
    ...(manifest.bugs ? [] : ['package.json has no bugs: set bugs.url to where people report them']),
    ...(publishConfig.provenance === true
      ? []
      : ['package.json does not ask for provenance: set publishConfig.provenance']),
    ...(publishConfig.access === 'public'
      ? []
      : ['package.json does not publish for all: set publishConfig.access to public']),
  ];
}

/** What is missing in CHANGELOG.md for a version. */
export function missingFromChangelog(changelog: string, version: string): readonly string[] {
  const heading = new RegExp(`^## \\[?${version.replaceAll('.', '\\.')}\\]?(\\s|$)`, 'm');
  return heading.test(changelog)
    ? []
    : [`CHANGELOG.md has no section ${version}: put what is under Unreleased there, with the date`];
}
