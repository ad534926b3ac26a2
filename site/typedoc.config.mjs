import { OptionDefaults } from 'typedoc';

/** The API reference, from the docstrings: a page for each entry of the package. */
export default {
  name: 'cdk-govuk-notify',
  tsconfig: 'tsconfig.json',
  plugin: ['typedoc-plugin-markdown'],
  entryPoints: [
    '../lib/index.ts',
    '../lib/contract/events/index.ts',
    '../lib/notify/index.ts',
    '../lib/preflight/index.ts',
    '../lib/publisher/index.ts',
    '../lib/records/index.ts',
    '../lib/testing/index.ts',
  ],
  out: '../docs/api',
  router: 'module',
  readme: 'none',
  blockTags: [...OptionDefaults.blockTags, '@jsii'],
  excludeTags: [...OptionDefaults.excludeTags, '@jsii'],
  excludeInternal: true,
  excludePrivate: true,
  excludeExternals: true,
  disableSources: true,
  hideGenerator: true,
  hidePageHeader: true,
  hideBreadcrumbs: true,
  useCodeBlocks: true,
  parametersFormat: 'table',
  interfacePropertiesFormat: 'list',
  // Types of our own that a public one is made of are shown where they are used.
  validation: { invalidLink: true, notExported: false, notDocumented: false, unusedMergeModuleWith: true },
  treatWarningsAsErrors: false,
};
