import { parseSync } from '@swc/core';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const repository = resolve(__dirname, '../..');
const declarations: ReadonlySet<string> = new Set([
  'TsInterfaceDeclaration',
  'TsTypeAliasDeclaration',
  'ClassDeclaration',
]);

interface Declaration {
  readonly type: string;
  readonly id?: { readonly value: string };
  readonly identifier?: { readonly value: string };
}

function exportedTypes(file: string): readonly string[] {
  const { body } = parseSync(readFileSync(join(repository, file), 'utf8'), { syntax: 'typescript', target: 'es2023' });
  return body.flatMap((item) => {
    if (item.type !== 'ExportDeclaration') return [];
    const { type, id, identifier } = item.declaration as Declaration;
    return declarations.has(type) ? [(id ?? identifier)?.value ?? ''] : [];
  });
}

describe('exported types', () => {
  test('no two of them have one name', () => {
    const folders = ['lib', 'lambda', 'bin', 'local', 'build', 'bench'].map((folder) => `${folder}/*.ts`);
    const files = execFileSync('git', ['ls-files', ...folders], { cwd: repository, encoding: 'utf8' })
      .trim()
      .split('\n');
    const places = new Map<string, string[]>();
    for (const file of files) {
      for (const name of exportedTypes(file)) places.set(name, [...(places.get(name) ?? []), file]);
    }
    expect(places.size).toBeGreaterThan(200);
    expect([...places].filter(([, where]) => where.length > 1)).toEqual([]);
  });
});
