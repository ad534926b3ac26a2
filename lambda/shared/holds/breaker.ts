import type { Lane } from '../../../lib/contract/lane';
import type { LaneExperience } from './blame';

/** A lane is taken to be down when so many messages failed and none was taken in between … */
const opensAfter = 5;
/** … for so long, in milliseconds: what fails at one moment, such as connections that had died, is one fact. */
const lasting = 5000;
/** What failed so long ago says nothing of now, in milliseconds. */
const forgottenAfter = 20 * 60_000;

/** Of so many messages that were taken it is remembered how many attempts each needed … */
const remembered = 20;
/** … for so long, in milliseconds. */
const recent = 10 * 60_000;
/** Of fewer than these nothing can be said. */
const fewest = 5;
/** Of all attempts on messages that were taken in the end, the part that has to have been taken at once. */
const wellFrom = 0.75;

interface Row {
  takenAt: number;
  /** Messages that failed since, and when each did first. */
  readonly doubts: Map<string, number>;
  takings: { readonly at: number; readonly attempts: number }[];
}

/** What one sender has seen of each lane. */
export class Breaker {
  readonly #rows = new Map<Lane, Row>();

  /** Notify took a message that was given to it then, after so many attempts. */
  taken(lane: Lane, began: number, attempts: number): void {
    const row = this.#row(lane);
    // That a message is taken at last proves nothing against others: where most fail, each is taken some time.
    if (attempts <= 1) row.takenAt = Math.max(row.takenAt, began);
    row.takings = [...row.takings, { at: began, attempts }].slice(-remembered);
    row.doubts.clear();
  }

  /** Notify did not take a message of which nothing is known to be wrong. `true`: the lane has to stop. */
  doubt(lane: Lane, id: string, began: number, now: number): boolean {
    const { doubts } = this.#row(lane);
    for (const [other, time] of doubts) if (time < now - forgottenAfter) doubts.delete(other);
    doubts.set(id, doubts.get(id) ?? began);
    if (doubts.size < opensAfter || now - Math.min(...doubts.values()) < lasting) return false;
    doubts.clear();
    return true;
  }

  /** Another sender saw Notify take a message of the lane. */
  acceptedElsewhere(lane: Lane, takenAt: number | undefined): void {
    const { doubts } = this.#row(lane);
    for (const [id, time] of doubts) if (takenAt !== undefined && time < takenAt) doubts.delete(id);
  }

  seen(lane: Lane, now: number): LaneExperience {
    const { takenAt, takings } = this.#row(lane);
    const latest = takings.filter(({ at }) => at > now - recent);
    const attempts = latest.reduce((sum, taking) => sum + taking.attempts, 0);
    return { takenAt, isWell: latest.length < fewest ? undefined : latest.length >= wellFrom * attempts };
  }

  #row(lane: Lane): Row {
    const row = this.#rows.get(lane) ?? { takenAt: -Infinity, doubts: new Map<string, number>(), takings: [] };
    this.#rows.set(lane, row);
    return row;
  }
}
