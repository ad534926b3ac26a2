import type { DeliveryRecord } from '../../lib/records';

export const costGroups = ['template', 'reference', 'channel', 'sender'] as const;

export type CostGroup = (typeof costGroups)[number];

/** What some messages cost. */
export interface CostRow {
  /** What they have in common. */
  readonly of: string;
  readonly messages: number;
  /** Of those whose cost is known. */
  readonly pounds: number;
  /** How many have no cost on record. */
  readonly unknown: number;
}

/** Notify charges for no email, and says so only for those that it was asked about. */
const isFree = ({ type }: DeliveryRecord): boolean => type === 'email';

/** Adds up what messages cost, by what they have in common, the dearest first. */
export async function sumCosts(records: AsyncIterable<DeliveryRecord>, by: CostGroup): Promise<readonly CostRow[]> {
  const rows = new Map<string, { messages: number; pounds: number; unknown: number }>();
  for await (const record of records) {
    const of = groupOf(record, by);
    const row = rows.get(of) ?? { messages: 0, pounds: 0, unknown: 0 };
    rows.set(of, row);
    row.messages += 1;
    if (record.cost_in_pounds !== undefined) row.pounds = exact(row.pounds + record.cost_in_pounds);
    else if (!isFree(record)) row.unknown += 1;
  }
  return [...rows]
    .map(([of, row]) => ({ of, ...row }))
    .toSorted((a, b) => b.pounds - a.pounds || b.messages - a.messages);
}

/** All rows together. */
export const totalOf = (rows: readonly CostRow[]): CostRow => ({
  of: 'all',
  messages: rows.reduce((sum, { messages }) => sum + messages, 0),
  pounds: exact(rows.reduce((sum, { pounds }) => sum + pounds, 0)),
  unknown: rows.reduce((sum, { unknown }) => sum + unknown, 0),
});

/** Notify's prices have five decimals at the most, which binary fractions do not keep. */
const exact = (pounds: number): number => Math.round(pounds * 100_000) / 100_000;

function groupOf({ type, template_id, reference, sender }: DeliveryRecord, by: CostGroup): string {
  switch (by) {
    case 'template':
      return template_id ?? 'no template';
    case 'reference':
      return reference ?? 'no reference';
    case 'sender':
      return sender ?? 'no sender';
    case 'channel':
      return type === 'precompiled_letter' ? 'letter' : type;
  }
}
