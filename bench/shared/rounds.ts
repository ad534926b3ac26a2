/** What one process measured, by name. */
export type Figures = Readonly<Record<string, number>>;

/** The middle of the values, and the quarters on both sides of it. */
export interface Quartiles {
  readonly median: number;
  readonly lower: number;
  readonly upper: number;
}

/** The figures of each peer, one of every round, in the order of the rounds. */
export type Rounds<Peer extends string> = Readonly<Record<Peer, readonly Figures[]>>;

/** Measures all peers in turns, each time in another order, so that what else the machine does meets them alike. */
export async function inRounds<Peer extends string>(
  peers: readonly Peer[],
  rounds: number,
  measure: (peer: Peer) => Promise<Figures>,
): Promise<Rounds<Peer>> {
  const seen = Object.fromEntries(peers.map((peer) => [peer, [] as Figures[]])) as Record<Peer, Figures[]>;
  for (let round = 0; round < rounds; round += 1) {
    for (const peer of round % 2 === 0 ? peers : peers.toReversed()) seen[peer].push(await measure(peer));
  }
  return seen;
}

export function quartiles(values: readonly number[]): Quartiles {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (part: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? NaN;
  return { median: at(0.5), lower: at(0.25), upper: at(0.75) };
}

/** How many times as much a peer takes as ours, round by round: only within one round do figures bear comparison. */
export function pairedRatio<Peer extends string>(rounds: Rounds<Peer | 'ours'>, peer: Peer, figure: string): Quartiles {
  const ratios = rounds[peer].map((theirs, round) => (theirs[figure] ?? NaN) / (rounds.ours[round]?.[figure] ?? NaN));
  return quartiles(ratios);
}

/** The quartiles of one figure of one peer. */
export const quartilesOf = <Peer extends string>(rounds: Rounds<Peer>, peer: Peer, figure: string): Quartiles =>
  quartiles(rounds[peer].map((figures) => figures[figure] ?? NaN));
