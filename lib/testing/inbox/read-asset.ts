import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AssetName } from './asset-types';
import { unbranded } from './unbranded';

/** What is in a file, from the sources. In the package this module is another, which reads what the build has made. */
export function readAsset(name: AssetName): Buffer {
  if (name !== 'design-system.css') return readFileSync(join(__dirname, 'assets', name));
  const css = readFileSync(require.resolve('govuk-frontend/dist/govuk/govuk-frontend.min.css'), 'utf8');
  return Buffer.from(unbranded(css));
}
