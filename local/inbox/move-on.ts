import type { Run } from '../open-run';

type Moved = Pick<Run, 'clock' | 'standIn'> & { readonly pipeline: Pick<Run['pipeline'], 'nextAt' | 'step'> };

/** Moves the time of all on, from one thing that happens to the next. Moves that are asked for together take turns. */
export function mover(run: () => Moved): (milliseconds: number) => Promise<void> {
  let turn = Promise.resolve();
  return (milliseconds) => {
    turn = turn.catch(() => undefined).then(() => moveOn(run(), milliseconds));
    return turn;
  };
}

async function moveOn({ clock, standIn, pipeline }: Moved, milliseconds: number): Promise<void> {
  const end = clock.now() + milliseconds;
  while (pipeline.nextAt() <= end && (await pipeline.step()));
  clock.advanceTo(end);
  await standIn.settle();
}
