import type { Channel } from '../../lib/contract/message';
import type { PollCheckpoint, PollRound } from '../shared/checkpoints/poll-checkpoint';
import { isDue, tiers } from './cadence';
import type { ReconcileStart } from './reconcile';
import { iso } from '../../lib/contract/time';

/** A round to go through now: of which tier, between which times its deliveries were sent, and where to begin. */
export interface DueRound {
  readonly tier: number;
  readonly began: number;
  readonly from: string;
  readonly to: string;
  readonly start: ReconcileStart;
}

/**
 * The rounds that are due, the youngest first: those that were cut short go on where they stood, the others begin when
 * their period has. What was sent before `oldest` is not awaited any more, so rounds of that are left out.
 */
export function roundsDue(
  channel: Channel,
  { rounds }: PollCheckpoint,
  oldest: string,
  now: number,
): readonly DueRound[] {
  return tiers[channel].flatMap(({ every, maxAge }, tier) => {
    const last = rounds[tier] ?? { began: 0 };
    const isCutShort = last.reached !== undefined && last.reached >= oldest;
    if (!isCutShort && !isDue(every, last.began, now)) return [];
    const began = isCutShort ? last.began : now;
    const youngest = tiers[channel][tier - 1]?.maxAge ?? 0;
    const to = isCutShort ? last.reached : iso(began - youngest);
    if (to < oldest) return [];
    return [{ tier, began, from: iso(began - maxAge), to, start: startOf(tier, isCutShort ? last : undefined) }];
  });
}

function startOf(tier: number, cutShort: PollRound | undefined): ReconcileStart {
  if (cutShort?.older_than !== undefined) return { olderThan: cutShort.older_than };
  return tier === 0 && !cutShort ? 'newest page' : 'first delivery';
}
