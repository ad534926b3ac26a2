import { resolve } from 'node:path';

export const repository = resolve(__dirname, '../..');

/** The entries of the package that go into functions: in both builds, as ES modules and as CommonJS. */
export const inFunctions = {
  events: 'lib/contract/events/index.ts',
  notify: 'lib/notify/index.ts',
  preflight: 'lib/preflight/index.ts',
  publisher: 'lib/publisher/index.ts',
  records: 'lib/records/index.ts',
};

/**
 * Those that only programs on a machine load, as CommonJS alone, so that there is one of each class in a process.
 * `import` of them works by name on every Node.
 */
export const onMachines = {
  index: 'lib/index.ts',
  testing: 'lib/testing/index.ts',
};
