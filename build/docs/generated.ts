import { commandLinePage } from './command-line';
import { referencePage } from './reference';

/** The pages that are made from the code, by their paths. */
export const generatedPages: ReadonlyMap<string, () => string> = new Map([
  ['docs/reference.md', referencePage],
  ['docs/cli.md', commandLinePage],
]);
