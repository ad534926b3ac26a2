import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { promisify } from 'node:util';

const repository = resolve(__dirname, '../..');

function pages(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.md'))
    .map((entry) => join(entry.parentPath, entry.name));
}

/** The TypeScript of a page, with the line that each piece begins on. */
function snippets(page: string): readonly { readonly name: string; readonly code: string }[] {
  const text = readFileSync(page, 'utf8');
  return [...text.matchAll(/^```(?:ts|typescript)\n([^]*?)^```$/gm)].map(({ index, 1: code = '' }) => {
    const line = text.slice(0, index).split('\n').length + 1;
    return { name: `${relative(repository, page).replaceAll(/[^a-z0-9]+/gi, '-')}-line-${line}.ts`, code };
  });
}

test('every piece of TypeScript in the documentation compiles', async () => {
  const all = [join(repository, 'README.md'), ...pages(join(repository, 'docs'))].flatMap(snippets);
  expect(all.length).toBeGreaterThan(1);

  const parent = join(repository, 'node_modules/.cache');
  mkdirSync(parent, { recursive: true });
  const folder = mkdtempSync(join(parent, 'snippets-'));
  try {
    for (const { name, code } of all) writeFileSync(join(folder, name), `${code}\nexport {};\n`);
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({
        extends: '../../../tsconfig.json',
        compilerOptions: {
          noUnusedLocals: false,
          paths: {
            'cdk-govuk-notify': ['../../../lib/index.ts'],
            'cdk-govuk-notify/*': ['../../../lib/*/index.ts'],
          },
        },
        include: ['*.ts'],
      }),
    );
    const tsc = join(repository, 'node_modules/typescript/bin/tsc');
    const compiled = await promisify(execFile)(process.execPath, [tsc, '-p', folder]).then(
      () => '',
      ({ stdout }: { stdout: string }) => stdout,
    );
    expect(compiled).toBe('');
  } finally {
    rmSync(folder, { recursive: true });
  }
}, 60_000);
