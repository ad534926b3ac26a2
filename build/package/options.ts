import type { BuildOptions } from 'esbuild';
import { repository } from './entries';

/** How whatever is run by the Node of whoever installs the package is built. */
export const forNode = {
  absWorkingDir: repository,
  platform: 'node',
  target: 'node20',
  mainFields: ['module', 'main'],
  // Names stay as they are, for whoever reads a stack trace.
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
} satisfies BuildOptions;
