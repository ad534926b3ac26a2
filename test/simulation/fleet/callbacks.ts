import type { World } from '../../../lib/testing';
import type { CallbackRequest, CallbackSender } from '../../../lib/testing/callbacks/sender';
import type { Random } from '../random';

/** Takes in the body of a delivery receipt, as the function behind the callback URL does; rejects when it cannot. */
export type ReceiptTaker = (body: unknown) => Promise<void>;

/** What happens to callbacks on their way. Each is a part of 1. */
export interface CallbackTerms {
  readonly dice: Random;
  /** Answered by somebody, and then never seen again. */
  readonly lost?: number;
  /** Comes a second time, later and so after others. */
  readonly duplicated?: number;
  /** Comes later and so after others; Notify hears at once that it has come. */
  readonly late?: number;
  /** Milliseconds. */
  readonly latest?: number;
}

/** Carries callbacks from the stand-in, as badly as the terms say. */
export function callbackSender(
  take: ReceiptTaker,
  afterwards: (milliseconds: number, effect: () => void) => void,
  { dice, lost = 0, duplicated = 0, late = 0, latest = 600_000 }: CallbackTerms,
): CallbackSender {
  const later = (body: unknown): void =>
    afterwards(1 + dice.below(latest), () => void take(body).catch(() => undefined));

  return async ({ body: json }: CallbackRequest) => {
    const body: unknown = JSON.parse(json);
    if (dice.chance(lost)) return 200;
    if (dice.chance(duplicated)) later(body);
    if (dice.chance(late)) {
      later(body);
      return 200;
    }
    return take(body).then(
      () => 204,
      () => 500,
    );
  };
}

/** A world in which Notify has an URL to call. */
export function withCallbacks(world: World, callbacks: CallbackTerms | undefined): World {
  if (!callbacks) return world;
  const target = { url: 'https://callbacks.example', bearerToken: 'the simulator keeps no secret' };
  const called = { deliveryReceipts: target, returnedLetters: target };
  return { ...world, services: world.services.map((service) => ({ ...service, callbacks: called })) };
}
