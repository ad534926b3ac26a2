import { parseSync } from '@swc/core';
import { posix } from 'node:path';

/** An import of a file: of a package by its name, of a file of ours by its path from the repository. */
export interface Import {
  readonly imported: string;
  /** As it is written in the file. */
  readonly specifier: string;
}

const loads: ReadonlySet<string> = new Set(['require', 'resolve', 'requireActual', 'mock', 'doMock']);

/** Everything that a file imports, types too, in whatever way it is written. `file` is its path from the repository. */
export function importsOf(file: string, source: string): readonly Import[] {
  const specifiers = new Set<string>();
  collect(parseSync(source, { syntax: 'typescript', target: 'es2023' }), specifiers);
  return [...specifiers].map((specifier) => ({ specifier, imported: resolve(file, specifier) }));
}

function collect(node: unknown, specifiers: Set<string>): void {
  if (Array.isArray(node)) {
    for (const one of node) collect(one, specifiers);
    return;
  }
  if (typeof node !== 'object' || node === null) return;
  const specifier = specifierIn(node as Readonly<Record<string, unknown>>);
  if (specifier !== undefined) specifiers.add(specifier);
  for (const inner of Object.values(node)) collect(inner, specifiers);
}

function specifierIn(node: Readonly<Record<string, unknown>>): string | undefined {
  switch (node['type']) {
    case 'ImportDeclaration':
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
      return text(node['source']);
    case 'TsExternalModuleReference':
      return text(node['expression']);
    case 'TsImportType':
      return text(node['argument']);
    case 'CallExpression':
      return isLoad(node['callee']) ? text((node['arguments'] as { expression: unknown }[])[0]?.expression) : undefined;
    default:
      return undefined;
  }
}

function isLoad(callee: unknown): boolean {
  const { type, value, property } = callee as { type: string; value?: string; property?: { value?: string } };
  if (type === 'Import') return true;
  if (type === 'Identifier') return loads.has(value ?? '');
  return type === 'MemberExpression' && loads.has(property?.value ?? '');
}

function text(node: unknown): string | undefined {
  const { type, value } = (node ?? {}) as { type?: string; value?: unknown };
  return type === 'StringLiteral' && typeof value === 'string' ? value : undefined;
}

function resolve(file: string, specifier: string): string {
  if (!specifier.startsWith('.')) return specifier.replace(/^node:/, '');
  return posix.join(posix.dirname(file), specifier);
}
