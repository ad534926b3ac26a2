import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unbranded } from './unbranded';

/** The files that the inbox's pages load. */
export type AssetName = 'design-system.css' | 'inbox.css' | 'inbox.js';

export const assetTypes: Readonly<Record<AssetName, string>> = {
  'design-system.css': 'text/css; charset=utf-8',
  'inbox.css': 'text/css; charset=utf-8',
  'inbox.js': 'text/javascript; charset=utf-8',
};

/** What is in a file, from the sources. In the package this module is another, which reads what the build has made. */
export function readAsset(name: AssetName): Buffer {
  if (name !== 'design-system.css') return readFileSync(join(__dirname, 'assets', name));
  const css = readFileSync(require.resolve('govuk-frontend/dist/govuk/govuk-frontend.min.css'), 'utf8');
  return Buffer.from(unbranded(css));
}
