import Table from 'cli-table3';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import type { Quartiles } from './rounds';

/** One line of what a bench found. */
export interface Row {
  readonly what: string;
  /** Beside whom. */
  readonly against?: string;
  readonly aim?: string;
  readonly found: string;
  /** Left out: there is no aim. */
  readonly reached?: boolean;
}

/** What a bench found, as it is kept in `bench/results`. */
export interface Results<Counted> {
  readonly bench: string;
  readonly command: string;
  readonly date: string;
  readonly machine: string;
  readonly node: string;
  readonly rows: readonly Row[];
  /** What other benches go on from. */
  readonly counted: Counted;
}

const folder = join(__dirname, '../results');

export function printTable(rows: readonly Row[]): void {
  const table = new Table({ head: ['what', 'against', 'aim', 'found', ''], style: { head: [], border: [] } });
  for (const { what, against = '', aim = '', found, reached } of rows) {
    table.push([what, against, aim, found, reached === undefined ? '' : reached ? 'reached' : 'not reached']);
  }
  console.log(`${table.toString()}\n`);
}

/** Prints the rows as a table and writes all of it as JSON. Nothing fails here because a machine is slow. */
export function report<Counted>(bench: string, rows: readonly Row[], counted: Counted, node = process.version): void {
  printTable(rows);
  const [cpu] = cpus();
  const results: Results<Counted> = {
    bench,
    command: `npm run bench:${bench}${process.argv.length > 2 ? ` -- ${process.argv.slice(2).join(' ')}` : ''}`,
    date: new Date().toISOString(),
    machine: `${cpus().length} × ${cpu?.model.trim() ?? 'unknown'}, ${process.platform} ${process.arch}`,
    node,
    rows,
    counted,
  };
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${bench}.json`), `${JSON.stringify(results, null, 2)}\n`);
}

/** What the latest run of a bench counted. `undefined`: it never ran here. */
export function latest<Counted>(bench: string): Results<Counted> | undefined {
  const file = join(folder, `${bench}.json`);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Results<Counted>) : undefined;
}

export const inFull = (figure: number, digits = 0): string =>
  figure.toLocaleString('en-GB', { minimumFractionDigits: digits, maximumFractionDigits: digits });

/** Such as `2.48 [2.31–2.70]`. */
export const written = ({ median, lower, upper }: Quartiles, digits = 2): string =>
  `${inFull(median, digits)} [${inFull(lower, digits)}–${inFull(upper, digits)}]`;

/** A row of how many times less ours takes than a peer. */
export const ratioRow = (what: string, against: string, aim: number, ratio: Quartiles, ours: string): Row => ({
  what,
  against,
  aim: `≥ ${aim}`,
  found: `${written(ratio)}; ours ${ours}`,
  reached: ratio.median >= aim,
});
