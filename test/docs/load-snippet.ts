import { transformSync } from 'esbuild';
import { fileNamed } from './page-parts';

/** What a file exports that a page shows, run as it stands there. */
export function loadSnippet<Exported>(page: string, name: string): Exported {
  const { code } = transformSync(fileNamed(page, name), { loader: 'ts', format: 'cjs' });
  const module = { exports: {} as Exported };
  // oxlint-disable-next-line typescript/no-implied-eval -- the page's own code is what is tested
  new Function('require', 'module', 'exports', code)(require, module, module.exports);
  return module.exports;
}
