import type { NotifyApi, NotifySource } from '../../../lambda/shared/ports';
import { createNotifySource } from '../../../lambda/shared/notify/notify-source';
import type { Clock } from '../../../lib/contract/clock';
import type { Transport } from '../../../lib/notify/transport';
import type { Life } from './life';

interface WayParts {
  readonly clock: Clock;
  readonly secret: () => Promise<string>;
  /** Brings a request to the stand-in, and its answer back. */
  readonly carry: Transport;
}

/** The clients of the functions, of which it is known when they are at work. */
export class WayToNotify {
  /** Requests that are being made ready. */
  signing = 0;
  /** Requests that have left. */
  requests = 0;

  readonly #parts: WayParts;
  readonly #clients = new Map<NotifyApi, NotifyApi>();
  readonly #unwatched = new Map<NotifyApi, NotifyApi>();

  constructor(parts: WayParts) {
    this.#parts = parts;
  }

  sourceFor(life: Life): NotifySource {
    const { secret, carry, clock } = this.#parts;
    const transport: Transport = (request) => {
      this.signing -= 1;
      this.requests += 1;
      return life.step(`notify ${request.method}`, () => carry(request));
    };
    const source = createNotifySource({ value: secret, reread: secret }, { transport, clock });
    return {
      current: async () => this.#watched(await source.current()),
      renewed: async (refused: NotifyApi) =>
        this.#watched(await source.renewed(this.#unwatched.get(refused) ?? refused)),
    };
  }

  /** A client of which it is known when it has a request in the making: signing takes turns of the loop, but no time. */
  #watched(client: NotifyApi): NotifyApi {
    const known = this.#clients.get(client);
    if (known) return known;
    const watched = new Proxy(client, {
      get: (target, property) => {
        const value: unknown = Reflect.get(target, property, target);
        if (typeof value !== 'function') return value;
        return (...args: unknown[]) => {
          this.signing += 1;
          return value.apply(target, args) as unknown;
        };
      },
    });
    this.#clients.set(client, watched);
    this.#unwatched.set(watched, client);
    return watched;
  }
}
