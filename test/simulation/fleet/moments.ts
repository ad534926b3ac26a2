import type { MemoryQueue } from '../../../local/aws/memory-queue';

/** When the next message of any of these queues can be seen. */
export const earliest = (queues: readonly MemoryQueue[]): number | undefined => {
  const times = queues.flatMap(({ nextVisibleAt }) => (nextVisibleAt === undefined ? [] : [nextVisibleAt]));
  return times.length > 0 ? Math.min(...times) : undefined;
};

/** That time, if it is still to come. */
export const later = (time: number | undefined, now: number): number =>
  time !== undefined && time > now ? time : Infinity;
