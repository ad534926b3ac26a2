import type { Monitor } from '../../../lambda/shared/ports';
import type { DeliveryStore } from '../../../lambda/shared/deliveries/delivery-store';
import type { TextLimitSettings } from '../../../lib/contract/text-limits';
import type { World } from '../../../lib/testing';
import type { VirtualClock } from '../../../local/virtual-clock';
import type { CallbackTerms, ReceiptTaker } from './callbacks';
import type { Death } from './life';

/** Parts of the design that can be taken out, to see that the simulator notices. */
export type Missing =
  | 'lease'
  | 'look-up'
  | 'conditional write'
  | 'rate limit'
  /** Whether others of the lane are taken: every failure is a message's own. */
  | 'witness'
  /** Asking for a lane: it is taken to answer. */
  | 'empty messages'
  /** Telling a lane where some are taken from one that is well. */
  | 'well lane';

/** Something of ours that fails from time to time. */
export type Fragile = 'table' | 'bus' | 'secret' | 'queue';

export interface FleetSettings {
  readonly workers: number;
  readonly world?: World;
  /** Deaths of workers, in the order in which workers come into being. */
  readonly deaths?: readonly (Death | undefined)[];
  /** Where the release function dies, run by run. */
  readonly releaseDeaths?: readonly Death[];
  /** Where the function dies that releases scheduled messages, run by run. */
  readonly releaseScheduledDeaths?: readonly (Death | undefined)[];
  /** Where the poll function dies, run by run. */
  readonly pollDeaths?: readonly (Death | undefined)[];
  /** Where the announcer dies, event by event that it puts on the bus. */
  readonly announceDeaths?: readonly Death[];
  /** Whether a part fails at this moment, at an operation such as `claim` or `SendMessageCommand`. */
  readonly fails?: (part: Fragile, now: number, operation?: string) => boolean;
  /** Whether a part does what it is asked for, and its answer is lost. */
  readonly losesAnswer?: (part: Fragile, now: number, operation: string) => boolean;
  readonly without?: Missing | undefined;
  /** What text messages are held to. */
  readonly textLimits?: TextLimitSettings | undefined;
  /** Milliseconds that Notify takes for an answer. */
  readonly latency?: number;
  /** Whether statuses are polled. */
  readonly polls?: boolean;
  /** Notify calls back when it knows what happened to a message, and that is what happens to the callbacks. */
  readonly callbacks?: CallbackTerms;
  /** Makes what records callbacks. Without it all of them are lost. */
  readonly recorder?: (parts: ReceiptParts) => ReceiptTaker;
  readonly start?: number;
  /** A drain of a million has no use for them. */
  readonly remembersEvents?: boolean;
}

/** What a function that takes receipts in works with. */
export interface ReceiptParts {
  readonly store: DeliveryStore;
  readonly clock: VirtualClock;
  readonly monitor: Monitor;
  readonly pipelineId: string;
}
