/** How the telling of something stands: ours to do, done, or being done by somebody else. */
export type PublishClaim = 'claimed' | 'published' | 'busy';

/**
 * Remembers what was told, so that what comes by two doors is told once. It knows ids alone: what was told is nowhere
 * kept.
 */
export interface PublishedEventStore {
  /** Takes the telling of something until `until`, unless it was told or somebody else has it. Milliseconds. */
  claim(id: string, now: number, until: number): Promise<PublishClaim>;
  /** It was told, and is not told again. */
  confirm(id: string, now: number): Promise<void>;
}
