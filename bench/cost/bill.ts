import { prices } from './prices.json';

export type Priced = keyof typeof prices;

/** So much of something that AWS charges for, and how we know. */
export interface Item {
  readonly what: string;
  readonly of: Priced;
  /** For one message. */
  readonly quantity: number;
  /** What was counted, and where; or what is assumed, and why. */
  readonly source: string;
}

/** An item with what a million messages pay for it, in dollars. */
export interface Line extends Item {
  readonly dollars: number;
}

/** What a million messages cost, the dearest first. */
export function bill(items: readonly Item[]): { readonly lines: readonly Line[]; readonly dollars: number } {
  const lines = items.map((item) => ({ ...item, dollars: item.quantity * prices[item.of].each * 1_000_000 }));
  const dollars = lines.reduce((sum, line) => sum + line.dollars, 0);
  return { lines: lines.toSorted((a, b) => b.dollars - a.dollars), dollars };
}
