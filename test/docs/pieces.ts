import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

export const repository = resolve(__dirname, '../..');

/** A piece of code that the documentation shows. */
export interface Piece {
  /** Path of the file it is to be compiled as: the pieces of a page share a folder, and so can import each other. */
  readonly path: string;
  readonly code: string;
}

const slug = (path: string): string => path.replaceAll(/[^a-z0-9]+/gi, '-');
const lineAt = (text: string, index: number): number => text.slice(0, index).split('\n').length;

/** The files of a folder, with their path from the repository. */
export function filesIn(folder: string, ending: string): readonly string[] {
  return readdirSync(join(repository, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => relative(repository, join(entry.parentPath, entry.name)));
}

/** The API reference is made of the docstrings, whose examples are tested where they are. */
const isGenerated = (page: string): boolean => page.startsWith('docs/api/');

/** The pages for people who use the package. */
export const pages: readonly string[] = ['README.md', ...filesIn('docs', '.md').filter((page) => !isGenerated(page))];

export const readPage = (page: string): string => readFileSync(join(repository, page), 'utf8');

/** The TypeScript of a page. A piece that begins with `// name.ts` is that file. */
export function snippets(page: string): readonly Piece[] {
  const text = readPage(page);
  return [...text.matchAll(/^```(?:ts|typescript)\n([^]*?)^```$/gm)].map(({ index, 1: code = '' }) => {
    const name = /^\/\/ ([\w.-]+\.ts)\n/.exec(code)?.[1] ?? `line-${lineAt(text, index) + 1}.ts`;
    return { path: `${slug(page)}/${name}`, code };
  });
}

/** The `@example`s of the docstrings in a folder. */
export function examples(folder: string): readonly Piece[] {
  return filesIn(folder, '.ts').flatMap((file) => {
    const text = readPage(file);
    return [...text.matchAll(/^ *\* @example *\n((?:^ *\*(?! @\w)(?!\/).*\n)*)/gm)].map(({ index, 1: lines = '' }) => ({
      path: `${slug(file)}/line-${lineAt(text, index) + 1}.ts`,
      code: lines.replaceAll(/^ *\* ?/gm, ''),
    }));
  });
}

/** The rows of the tables under a heading of a page, without their heads, as the text of each cell. */
export function rowsUnder(page: string, heading: string): readonly (readonly string[])[] {
  const [, after = ''] = readPage(page).split(`\n${heading}\n`);
  const [section = ''] = after.split(/^#+ /m);
  const tables = section.match(/^\|.*\n\|[-| :]+\|\n(?:\|.*\n)*/gm) ?? [];
  const cells = (row: string) => row.split('|').slice(1, -1);
  return tables
    .flatMap((table) => table.trim().split('\n').slice(2))
    .map((row) => cells(row).map((cell) => cell.trim()));
}

/** The pieces of code in a cell of a table. */
export const codeIn = (cell = ''): readonly string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);
