import type { BuildOptions } from 'esbuild';
import { repository } from './entries';

/** How we build what the user's own Node runs. */
export const forNode = {
  absWorkingDir: repository,
  platform: 'node',
  target: 'node20',
  mainFields: ['module', 'main'],
  // Names stay as they are, so that a stack trace can be read.
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
} satisfies BuildOptions;
