import type { EventBus } from '../../lambda/shared/ports';
import { schemaViolations, type PipelineEvent } from '../../lib/contract/events/schema-violations';

/** An event bus in this process, which tells of every event at once. */
export class MemoryBus implements EventBus {
  readonly #hear: (event: PipelineEvent) => void;
  readonly #misfits: string[] = [];

  constructor(hear: (event: PipelineEvent) => void) {
    this.#hear = hear;
  }

  async put(events: readonly PipelineEvent[]): Promise<readonly number[]> {
    for (const event of events) {
      this.#misfits.push(...schemaViolations(event));
      this.#hear(event);
    }
    return [];
  }

  /**
   * Whoever puts events takes an error for a bus that is down, and tries again: so it is told here.
   * @throws Error when an event did not fit its schema.
   */
  check(): void {
    if (this.#misfits.length > 0) throw new Error(`events do not fit their schema: ${this.#misfits.join('; ')}`);
  }
}
