import { day } from '../lib/contract/time';
import { setTimeout as pause } from 'node:timers/promises';
import type { Monitor } from '../lambda/shared/ports';
import type { World } from '../lib/testing';
import { acceptedFor } from './accepted';
import { openRun, start, type RunContext, type RunEvents } from './open-run';
import type { ReportRow } from './report';
import type { Sample, SampleText } from './samples';

export interface RunSettings extends RunEvents {
  readonly world: World;
  readonly messages: readonly Sample[];
  /** Text messages that people send to the service. */
  readonly texts: readonly SampleText[];
  readonly monitor: Monitor;
  /** Real milliseconds between two moments at which something happens, so that an eye can follow. */
  readonly stepPause: number;
  /** @default none */
  readonly context?: RunContext | undefined;
}

/** Nothing is awaited for longer than letters are. */
const longest = 70 * day;

/** Puts messages through the pipeline of the synthesized stack until each has come to an end. */
export async function runMessages(settings: RunSettings): Promise<ReportRow[]> {
  const { world, messages, texts, monitor, context, onChange, onText, stepPause } = settings;
  const accepted = new Map<string, number>();
  const run = await openRun({
    world,
    monitor,
    context,
    onText,
    onChange: (event, about) => {
      const { state, delivery_id } = event.detail;
      if (state === 'sent') accepted.set(delivery_id, acceptedFor(run.standIn, event.detail));
      onChange(event, about);
    },
  });
  const { pipeline, clock, labels } = run;
  try {
    await run.begin(messages, texts);
    while (clock.now() < start + longest && (await pipeline.step())) await pause(stepPause);
    return labels
      .all((id) => pipeline.ledger.find(id))
      .map((row) => ({ ...row, publishedAt: start, accepted: accepted.get(row.delivery.delivery_id) ?? 0 }));
  } finally {
    await run.close();
  }
}
