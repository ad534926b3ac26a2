import type { EventBus } from '../../lambda/shared/ports';
import { schemaViolations, type PipelineEvent } from '../../lib/contract/events/schema-violations';

/** An event bus in this process, which delivers every event at once. */
export class MemoryBus implements EventBus {
  readonly #publish: (event: PipelineEvent) => void;
  readonly #misfits: string[] = [];

  constructor(publish: (event: PipelineEvent) => void) {
    this.#publish = publish;
  }

  async put(events: readonly PipelineEvent[]): Promise<readonly number[]> {
    for (const event of events) {
      this.#misfits.push(...schemaViolations(event));
      this.#publish(event);
    }
    return [];
  }

  /**
   * The publisher of events takes an error for a bus that is down, and tries again: so the error is shown here.
   * @throws Error when an event did not fit its schema.
   */
  check(): void {
    if (this.#misfits.length > 0) throw new Error(`events do not fit their schema: ${this.#misfits.join('; ')}`);
  }
}
