import type { InboxContext } from '../context';

const steps: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** Moves the clock on: by a minute, an hour or a day, to the next event, or to a moment. */
export async function moveClock(
  { standIn, host }: InboxContext,
  { by = '', until }: Readonly<Record<string, string>>,
): Promise<void> {
  const step = steps[by];
  if (step !== undefined) return host.moveOn(step);
  const end = by === 'next' ? host.nextEventAt() : Number(until);
  if (end !== undefined && Number.isFinite(end)) await host.moveOn(Math.max(end - standIn.now(), 0));
}
