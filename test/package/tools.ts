import { config, devDependencies } from '../../package.json';

/** The versions of Node that everything has to run on. */
export const nodeVersions = ['20.20.2', '22.23.3', config.nodeOfLambda] as const;

/** What only these tests install, elsewhere. */
export const vitest = { vitest: '4.1.12' } as const;
export const pnpm = 'pnpm@10.34.9';

/** Packages at the versions that this repository has. */
export const pinned = (...names: readonly (keyof typeof devDependencies)[]): Readonly<Record<string, string>> =>
  Object.fromEntries(names.map((name) => [name, devDependencies[name]]));

/** What the publisher takes. */
export const sdk = pinned('@aws-sdk/client-sqs', '@aws-sdk/client-s3');
export const typescript = pinned('typescript', '@types/node');
export const jestWithSwc = pinned('jest', '@swc/core', '@swc/jest');
