import { deliveryStates } from '../../../lib/contract/delivery';
import { createAnnouncer } from '../../../lambda/announce/announce';
import { createEventPublisher } from '../../../lambda/announce/publish-events';
import type { EventBus } from '../../../lambda/shared/ports';
import type { DeliveryEvent } from '../../../lib/contract/events/delivery';
import type { ChangeStream } from '../../../local/aws/change-stream';
import type { VirtualClock } from '../../../local/virtual-clock';
import type { Observations } from './observations';
import type { FleetSettings } from './settings';
import { pipelineId } from './shape';

/** The function that puts the changes of the table on the bus, and a bus that may be down. */
export class Announcer {
  readonly #settings: FleetSettings;
  readonly #clock: VirtualClock;
  readonly #stream: ChangeStream;
  readonly #seen: Observations;
  readonly #announce: ReturnType<typeof createAnnouncer>;
  #retryAt = 0;
  #announcements = 0;

  constructor(settings: FleetSettings, clock: VirtualClock, stream: ChangeStream, seen: Observations) {
    this.#settings = settings;
    this.#clock = clock;
    this.#stream = stream;
    this.#seen = seen;
    const { monitor } = seen;
    const tell = createEventPublisher({
      bus: this.#bus,
      monitor,
      pipelineId,
      publishedStates: new Set(deliveryStates),
    });
    this.#announce = createAnnouncer({ handlers: [tell], monitor });
  }

  /** When it next has something to do. */
  get nextAt(): number {
    return this.#stream.size > 0 ? this.#retryAt : Infinity;
  }

  async run(): Promise<void> {
    if (this.#clock.now() >= this.nextAt) await this.#stream.drain(this.#announce);
  }

  get #bus(): EventBus<DeliveryEvent> {
    return {
      put: async (events) => {
        if (this.#settings.fails?.('bus', this.#clock.now())) {
          this.#retryAt = this.#clock.now() + 10_000;
          throw new Error('the bus is down');
        }
        const death = this.#settings.announceDeaths?.[this.#announcements];
        this.#announcements += 1;
        if (death?.when === 'before') throw new Error('the announcer died');
        for (const event of events) this.#seen.hear(event);
        if (death?.when === 'after') throw new Error('the announcer died');
        return [];
      },
    };
  }
}
