import { setTimeout as pause } from 'node:timers/promises';

export interface Patience {
  /** Milliseconds. */
  readonly within: number;
  readonly signal?: AbortSignal | undefined;
}

const between = 100;

/**
 * Asks again and again until there is an answer.
 * @throws Error when there is none in time, with what was waited for
 */
export async function until<Answer>(
  what: string,
  ask: () => Answer | Promise<Answer>,
  { within, signal }: Patience,
): Promise<NonNullable<Exclude<Answer, false>>> {
  for (const deadline = Date.now() + within; ; await pause(between, undefined, { signal })) {
    const answer = await ask();
    if (answer) return answer as NonNullable<Exclude<Answer, false>>;
    if (Date.now() > deadline) throw new Error(`waited ${within / 1000} seconds in vain: ${what}`);
  }
}
